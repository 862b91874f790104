// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include <QWidget>

class QLabel;
class QLineEdit;
class QTimer;
class QToolButton;

namespace stemma::ui {

class TaskRunner;

/// A page that can be searched. Positions count QChars of findableText().
class Findable {
public:
    virtual ~Findable() = default;
    [[nodiscard]] virtual QString findableText() const = 0;
    /// Where a search begins: what is found at or after it comes first.
    [[nodiscard]] virtual int findOrigin() const = 0;
    virtual void showFound(int position, int length) = 0;
    virtual void focusContent() = 0;
};

/// Finds text in the page it stands under: as one types, next and previous, with the number of places. The
/// searching is done on the pool.
class FindBar : public QWidget {
    Q_OBJECT
public:
    explicit FindBar(QWidget* parent = nullptr);

    /// Null: nothing to search. Both outlive their use.
    void setTarget(Findable* target, TaskRunner* runner);
    /// Shows the bar and takes the keyboard.
    void open();
    void close();
    [[nodiscard]] int matchCount() const { return static_cast<int>(m_matches.size()); }

public Q_SLOTS:
    void next();
    void previous();
    /// The page's content is another one: counts again, shows nothing.
    void contentChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class Reveal { no, yes };
    void search(Reveal reveal);
    void take(std::vector<int> matches, Reveal reveal);
    void step(int by);
    void showCount();

    Findable* m_target = nullptr;
    TaskRunner* m_runner = nullptr;
    QLineEdit* m_text = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QTimer* m_delay = nullptr;
    std::vector<int> m_matches;
    int m_current = -1;
    quint64 m_generation = 0;
};

/// Where `needle` stands in `text`, upper and lower case alike, without overlaps; at most `limit` places.
/// Pure.
[[nodiscard]] std::vector<int> findAll(const QString& text, const QString& needle, std::size_t limit);

} // namespace stemma::ui
