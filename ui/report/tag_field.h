// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QPointer>
#include <QStringList>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace stemma::ui {

class EditSession;

/// Tags as chips, each with its own way out, and a field for another one. Says what is wanted; the tags shown
/// are those that it was told last.
class TagField : public QWidget {
    Q_OBJECT
public:
    explicit TagField(QWidget* parent = nullptr);

    /// A tag that is being typed is unsaved, and asked for before a save. Null: none.
    void setSession(EditSession* session);
    void setTags(const QStringList& tags);
    [[nodiscard]] const QStringList& tags() const { return m_tags; }
    [[nodiscard]] QLineEdit* input() const { return m_input; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return arrange(width, Place::no); }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void addRequested(const QStringList& tags);
    void removeRequested(const QString& tag);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class Place { no, yes };
    int arrange(int width, Place place) const;
    void takeInput();
    void tellPending();

    QStringList m_tags;
    QList<QToolButton*> m_chips;
    QLineEdit* m_input = nullptr;
    QPointer<EditSession> m_session;
    int m_onTheWay = 0;
};

} // namespace stemma::ui
