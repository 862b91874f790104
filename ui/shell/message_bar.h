// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QWidget>

#include "ui/shell/theme.h"

class QVBoxLayout;

namespace stemma::ui {

/// Something to tell without asking: what was done, what failed, what somebody else did.
struct Message {
    enum class Kind { done, information, warning, error };
    struct Action {
        QString text;
        std::function<void()> run; ///< the message goes when it was chosen
    };

    Kind kind = Kind::information;
    QString text;                     ///< whole sentences, plain text
    std::vector<Action> actions = {}; ///< "Undo" …
    /// Messages on the same subject replace each other; empty: none.
    QString subject = {};
    QString detail = {}; ///< for who wants to know more: a tool tip
};

/// Shows messages above the content, the newest on top, never in the way and never taking the focus. A
/// message of something done goes by itself after a while; the others stay until they are closed. At most
/// three are shown, then the oldest goes; the same text comes only once. For a screen reader each is an
/// alert.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    static constexpr int mostMessages = 3;

    explicit MessageBar(QWidget* parent = nullptr);

    void show(Message message);
    /// Takes away the messages on that subject.
    void dismiss(const QString& subject);
    void clear();
    /// How long a message of something done stays.
    void setSeconds(int seconds) { m_seconds = seconds; }
    [[nodiscard]] int count() const;
    /// The texts shown, newest first.
    [[nodiscard]] QStringList texts() const;

private:
    class Row;
    [[nodiscard]] QList<Row*> rows() const;
    void drop(Row* row);

    QVBoxLayout* m_layout = nullptr;
    int m_seconds = 20;
};

} // namespace stemma::ui
