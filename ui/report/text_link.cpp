// SPDX-License-Identifier: MIT
#include "ui/report/text_link.h"

#include <algorithm>
#include <limits>

#include <QKeyEvent>
#include <QLineEdit>

#include "core/diff/merge3.h"
#include "core/report/edit_rules.h"
#include "ui/report/line_ends.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
constexpr int sendAfterMs = 300;    // text is safe soon, and a word is one step
constexpr qint64 burstGapMs = 1500; // a pause that ends a step

/// `base`, of which a box gave back `shown`, with what was changed in the box since: nothing else of it.
QString changedText(const QString& base, const QString& shown, const QString& box) {
    if (base == shown)
        return box;
    if (auto merged = diff::mergeTexts(toUtf8(shown), toUtf8(box), toUtf8(base)).text())
        return fromUtf8(*merged);
    const auto least = std::min(shown.size(), box.size());
    qsizetype before = 0, after = 0;
    while (before < least && shown.at(before) == box.at(before))
        ++before;
    while (after < least - before && shown.at(shown.size() - 1 - after) == box.at(box.size() - 1 - after))
        ++after;
    const auto whole = placeInText(base, shown.size());
    const auto first = placeInText(base, before), last = placeInText(base, shown.size() - after);
    if (whole != base.size() || !first || !last)
        return box;
    return base.left(*first) + box.mid(before, box.size() - before - after) + base.mid(*last);
}
} // namespace

std::string mergedText(const std::string& base, const std::string& ours, const std::string& theirs) {
    if (theirs == base || ours == theirs)
        return ours;
    if (ours == base)
        return theirs;
    return diff::mergeTexts(base, ours, theirs).text().value_or(ours);
}

std::function<QString(const QString&)> fieldRule(const char* what, const char* field) {
    return [what = std::string(what), field = std::string(field)](const QString& text) {
        const auto problem = report::problemOfField(what, field, json::Value::string(toUtf8(text)));
        if (!problem)
            return QString();
        return fromUtf8(problem->fix.empty() ? problem->message : problem->message + ". " + problem->fix);
    };
}

TextLink::TextLink(TextBox& box, QObject* parent)
    : QObject(parent)
    , m_box(box) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(sendAfterMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_onTheWay > 0)
            m_timer.start(); // one after the other: a slow machine gets no queue
        else
            send();
    });
}

TextLink::~TextLink() = default;

void TextLink::disconnectSession() {
    if (m_session)
        disconnect(m_session, nullptr, this, nullptr);
}

void TextLink::setField(EditSession* session, TextField field) {
    if (session == m_session && field.name == m_field.name) {
        m_field = std::move(field);
        onState();
        return;
    }
    flush();
    if (m_session && !m_field.name.isEmpty() && m_onTheWay == 0)
        m_session->setPending(m_field.name, false);
    disconnectSession();
    m_session = session;
    m_field = std::move(field);
    m_onTheWay = 0;
    m_base.clear();
    m_shown.clear();
    if (session == nullptr) {
        Q_EMIT problem({});
        return;
    }
    connect(session, &EditSession::changed, this, &TextLink::onState);
    connect(session, &EditSession::flushRequested, this, &TextLink::flush);
    const auto report = session->report();
    m_base = report ? fromUtf8(m_field.read(*report).value_or("")) : QString();
    show(m_base);
    m_shown = m_box.boxText();
    showRule();
}

/// What the field is to be by what is in the box. Showing a text changes nothing of it.
QString TextLink::ownText() const {
    const QString box = m_box.boxText();
    return box == m_shown ? m_base : changedText(m_base, m_shown, box);
}

void TextLink::showRule() {
    Q_EMIT problem(m_field.whyNot ? m_field.whyNot(m_box.boxText()) : QString());
}

void TextLink::show(const QString& text) {
    if (m_box.boxText() == m_box.asShown(text))
        return;
    m_showing = true;
    m_box.setBoxText(text);
    m_showing = false;
}

void TextLink::onTyped() {
    if (m_showing || !m_session)
        return;
    if (m_lastTyped.isValid() && m_lastTyped.elapsed() > burstGapMs)
        ++m_burst;
    m_lastTyped.start();
    m_session->setPending(m_field.name, m_box.boxText() != m_shown);
    showRule();
    if (!m_timer.isActive())
        m_timer.start();
}

void TextLink::flush() {
    if (!m_session)
        return;
    send();
    ++m_burst;
}

void TextLink::send() {
    m_timer.stop();
    if (!m_session || m_box.boxText() == m_shown)
        return;
    const QString text = ownText();
    const QString before = std::exchange(m_base, text);
    const QString shown = std::exchange(m_shown, m_box.boxText());
    ++m_onTheWay;
    m_session->apply(
        [base = toUtf8(before), ours = toUtf8(text), field = m_field](const report::LoadedReport& report) {
            const auto now = field.read(report);
            const std::string merged = now ? mergedText(base, ours, *now) : ours;
            return now == merged ? json::Value::array() : field.edits(report, merged);
        },
        m_field.name + QLatin1Char('#') + QString::number(m_burst),
        [guard = QPointer(this), session = m_session, name = m_field.name, text, before,
         shown](const Status& status) {
            if (!status && session)
                Q_EMIT session->failed(status.error());
            if (guard.isNull() || guard->m_session != session || guard->m_field.name != name) {
                if (session)
                    session->setPending(name, false);
                return;
            }
            guard->m_onTheWay = std::max(0, guard->m_onTheWay - 1);
            if (!status)
                guard->undoSend(text, before, shown);
            guard->onState();
        });
}

/// What was sent was not taken: it is still a change of what the field was before.
void TextLink::undoSend(const QString& sent, const QString& base, const QString& shown) {
    if (m_base != sent)
        return;
    m_base = base;
    m_shown = shown;
}

/// The report's text is another one: shows what is not ours.
void TextLink::onState() {
    if (!m_session || m_onTheWay > 0)
        return;
    const auto report = m_session->report();
    const auto now = report ? m_field.read(*report) : std::nullopt;
    if (now && fromUtf8(*now) != m_base) {
        const QString own = ownText();
        const bool typed = own != m_base;
        const QString before = std::exchange(m_base, fromUtf8(*now));
        show(typed ? fromUtf8(mergedText(toUtf8(before), toUtf8(own), *now)) : m_base);
        m_shown = typed ? m_box.asShown(m_base) : m_box.boxText();
        if (m_box.boxText() != m_shown)
            m_timer.start();
    }
    m_session->setPending(m_field.name, m_box.boxText() != m_shown);
    showRule();
}

LineBox::LineBox(QLineEdit& edit)
    : QObject(&edit)
    , m_edit(edit)
    , m_link(*this, this) {
    new SharedUndo(edit);
    edit.setMaxLength(std::numeric_limits<int>::max()); // or it would cut what is longer than 32767
    connect(&edit, &QLineEdit::textEdited, &m_link, &TextLink::onTyped);
    connect(&edit, &QLineEdit::editingFinished, &m_link, &TextLink::flush);
}

QString LineBox::boxText() const {
    return m_edit.text();
}

void LineBox::setBoxText(const QString& text) {
    const int cursor = m_edit.cursorPosition();
    m_edit.setText(text);
    m_edit.setCursorPosition(m_edit.hasFocus() ? std::min(cursor, static_cast<int>(text.size())) : 0);
}

SharedUndo::SharedUndo(QObject& widget)
    : QObject(&widget) {
    widget.installEventFilter(this);
}

bool SharedUndo::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace stemma::ui
