// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "core/report/report_library.h"
#include "ui/session/edit_session.h"

class QLineEdit;

namespace stemma::ui {

/// Where a person types a text.
class TextBox {
public:
    virtual ~TextBox() = default;
    [[nodiscard]] virtual QString boxText() const = 0;
    /// Shows another text; the cursor stays where it is in what both have.
    virtual void setBoxText(const QString& text) = 0;
    /// What boxText() gives back of a text that is shown: a box may know only one kind of line end, say.
    [[nodiscard]] virtual QString asShown(const QString& text) const { return text; }
};

/// One field of a report that is edited as text.
struct TextField {
    QString name; ///< unique in the report: "insight/<id>/summary"
    /// The field's text; nothing if the part is gone.
    std::function<std::optional<std::string>(const report::LoadedReport&)> read;
    std::function<json::Value(const report::LoadedReport&, const std::string& text)> edits;
    /// Why such a text can't be saved; empty if it can. Null: any can. It is taken all the same, as it is
    /// typed.
    std::function<QString(const QString&)> whyNot = nullptr;
};

/// What the rules of the format say to a text in that field of a part, with what to do.
[[nodiscard]] std::function<QString(const QString&)> fieldRule(const char* what, const char* field);

/// Ties a box to a field: what is typed becomes edits, one step a burst of typing, and what others or an undo
/// change is shown, without taking the person's words or place. Text that was typed is on its way to the
/// working copy within a third of a second. Where both changed the same text they are merged by words; where
/// that can't be, the person's stays.
class TextLink : public QObject {
    Q_OBJECT
public:
    /// `box` outlives it.
    explicit TextLink(TextBox& box, QObject* parent);
    ~TextLink() override;

    /// Applies what was typed into the field before, then shows this one. Null session: none.
    void setField(EditSession* session, TextField field);
    [[nodiscard]] const QString& name() const { return m_field.name; }
    /// The box's text was changed by the person.
    void onTyped();
    void flush();

Q_SIGNALS:
    /// Why the text can't be saved; empty if it can.
    void problem(const QString& why);

private:
    void send();
    void onState();
    void showRule();
    void disconnectSession();
    void show(const QString& text);
    [[nodiscard]] QString ownText() const;
    void undoSend(const QString& sent, const QString& base, const QString& shown);

    TextBox& m_box;
    QPointer<EditSession> m_session;
    TextField m_field;
    QString m_base;  ///< what the box's text is a change of: the field's, as sent or seen last
    QString m_shown; ///< what the box gave back of that: what is in the box is a change of this
    QTimer m_timer;
    QElapsedTimer m_lastTyped;
    quint64 m_burst = 0;
    int m_onTheWay = 0;
    bool m_showing = false;
};

/// A line edit as a box. Undo and redo are the report's, not the line's.
class LineBox : public QObject, public TextBox {
    Q_OBJECT
public:
    explicit LineBox(QLineEdit& edit);
    [[nodiscard]] QString boxText() const override;
    void setBoxText(const QString& text) override;
    [[nodiscard]] TextLink& link() { return m_link; }

private:
    QLineEdit& m_edit;
    TextLink m_link;
};

/// Lets undo and redo of a text widget go to the window's commands, as typing is a step of the report's.
class SharedUndo : public QObject {
    Q_OBJECT
public:
    explicit SharedUndo(QObject& widget);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

/// The three-way merge of one text: `ours` where both changed the same words.
[[nodiscard]] std::string mergedText(const std::string& base, const std::string& ours,
                                     const std::string& theirs);

} // namespace stemma::ui
