// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/base/clock.h"

class QDateTimeEdit;
class QLabel;
class QSlider;
class QToolButton;

namespace stemma::ui {

/// The way through time: a slider over the moments at which anything changed, a field for any other, and the
/// way back to now. It says that all below is the past.
class PastBar : public QWidget {
    Q_OBJECT
public:
    explicit PastBar(QWidget* parent = nullptr);

    using Moments = std::shared_ptr<const std::vector<Timestamp>>;
    /// Null: they are being read. The chosen moment stays.
    void setMoments(Moments moments);
    [[nodiscard]] Timestamp moment() const { return m_moment; }
    void setMoment(Timestamp moment);
    /// To the next change, or the one before.
    void step(int changes);
    [[nodiscard]] bool canStep(int changes) const;
    [[nodiscard]] QString text() const;
    [[nodiscard]] QSlider* slider() const { return m_slider; }
    [[nodiscard]] QDateTimeEdit* timeEdit() const { return m_time; }
    [[nodiscard]] QToolButton* backButton() const { return m_back; }

Q_SIGNALS:
    void momentChanged(stemma::Timestamp moment);
    void backRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(Timestamp moment);
    void showMoment();
    void colour();
    /// How many changes there were until then.
    [[nodiscard]] int placeOf(Timestamp moment) const;

    Moments m_moments;
    Timestamp m_moment;
    QLabel* m_text = nullptr;
    QToolButton* m_earlier = nullptr;
    QSlider* m_slider = nullptr;
    QToolButton* m_later = nullptr;
    QDateTimeEdit* m_time = nullptr;
    QToolButton* m_back = nullptr;
    bool m_colouring = false;
};

} // namespace stemma::ui
