// SPDX-License-Identifier: MIT
#include "ui/report/in_place_delegate.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <QLineEdit>
#include <QVariant>

#include "ui/session/edit_session.h"

namespace stemma::ui {

namespace {
constexpr char begunProperty[] = "stemmaBegun"; ///< the text that the edit began with
} // namespace

InPlaceDelegate::InPlaceDelegate(const QString& field, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_field(field) {
    connect(this, &QAbstractItemDelegate::closeEditor, this, [this](const QWidget*, EndEditHint hint) {
        if (hint == RevertModelCache) // Esc: it is given up
            m_unkept.clear();
    });
}

InPlaceDelegate::~InPlaceDelegate() = default;

void InPlaceDelegate::setSession(EditSession* session) {
    if (session == m_session)
        return;
    if (m_session) {
        flush(); // what was typed belongs to the former one
        disconnect(m_session, nullptr, this, nullptr);
        if (m_onTheWay == 0)
            m_session->setPending(m_field, false);
    }
    m_session = session;
    m_onTheWay = 0;
    if (session != nullptr)
        connect(session, &EditSession::flushRequested, this, &InPlaceDelegate::flush);
}

bool InPlaceDelegate::isTyped() const {
    return m_editor && m_editor->text() != m_editor->property(begunProperty).toString();
}

void InPlaceDelegate::flush() {
    if (isTyped())
        Q_EMIT commitData(m_editor);
}

void InPlaceDelegate::tellPending() {
    if (m_session)
        m_session->setPending(m_field, m_onTheWay > 0 || isTyped());
}

QWidget* InPlaceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                       const QModelIndex& index) const {
    QWidget* widget = QStyledItemDelegate::createEditor(parent, option, index);
    auto* edit = qobject_cast<QLineEdit*>(widget);
    if (edit == nullptr)
        return widget;
    auto* self = const_cast<InPlaceDelegate*>(this);
    edit->setMaxLength(std::numeric_limits<int>::max()); // or it would cut what is longer than 32767
    m_editor = edit;
    m_opened = edit;
    m_unkept.clear();
    connect(edit, &QLineEdit::textChanged, self, [self](const QString& text) {
        self->m_unkept = self->isTyped() ? text : QString();
        self->tellPending();
        Q_EMIT self->typed(text);
    });
    connect(edit, &QObject::destroyed, self, [self](const QObject* gone) { self->onGone(gone); });
    return edit;
}

void InPlaceDelegate::onGone(const QObject* editor) {
    if (m_opened != editor)
        return; // another one is open
    m_opened = nullptr;
    m_editor.clear();
    tellPending();
    Q_EMIT typed({});
    if (const QString text = std::exchange(m_unkept, {}); !text.isEmpty() && m_session)
        Q_EMIT lost(text);
}

/// Views ask for this whenever the row changes, which must not take away what is being typed.
void InPlaceDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* edit = qobject_cast<QLineEdit*>(editor);
    if (edit == nullptr)
        return QStyledItemDelegate::setEditorData(editor, index);
    const QVariant begun = edit->property(begunProperty);
    const QString text = index.data(Qt::EditRole).toString();
    if (begun.isValid() && (edit->text() != begun.toString() || edit->text() == text))
        return;
    const int cursor = edit->cursorPosition();
    edit->setProperty(begunProperty, text);
    edit->setText(text);
    if (begun.isValid())
        edit->setCursorPosition(std::min(cursor, static_cast<int>(text.size())));
}

void InPlaceDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                   const QModelIndex& index) const {
    auto* edit = qobject_cast<QLineEdit*>(editor);
    if (edit == nullptr)
        return QStyledItemDelegate::setModelData(editor, model, index);
    const QString begun = edit->property(begunProperty).toString();
    const QString text = edit->text();
    if (text == begun)
        return;
    edit->setProperty(begunProperty, text);
    m_unkept.clear();
    auto* self = const_cast<InPlaceDelegate*>(this);
    Q_EMIT self->entered(index, begun, text);
    model->setData(index, text, Qt::EditRole);
    self->tellWhenDone();
}

/// It stays unsaved text until the session has it: steps are done in the order in which they are asked for.
void InPlaceDelegate::tellWhenDone() {
    if (!m_session)
        return;
    ++m_onTheWay;
    m_session->apply([](const report::LoadedReport&) { return json::Value::array(); }, {},
                     [guard = QPointer(this), session = m_session, field = m_field](const Status&) {
                         if (guard && guard->m_session == session) {
                             guard->m_onTheWay = std::max(0, guard->m_onTheWay - 1);
                             guard->tellPending();
                         } else if (session) {
                             session->setPending(field, false);
                         }
                     });
}

} // namespace stemma::ui
