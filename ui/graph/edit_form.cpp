// SPDX-License-Identifier: MIT
#include "ui/graph/edit_form.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/graph/ends_field.h"
#include "ui/report/line_ends.h"
#include "ui/shell/choice_delegate.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

EditForm::EditForm(QWidget* parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
    , m_scroll(new QScrollArea(this))
    , m_note(new QLabel(this))
    , m_submit(new QPushButton(this))
    , m_remove(new QPushButton(this))
    , m_cancel(new QPushButton(tr("Cancel"), this)) {
    setFrameShape(QFrame::NoFrame);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_submit->setIcon(themeIcon(IconName::ok));
    m_remove->setIcon(themeIcon(IconName::remove));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(m_submit);
    buttons->addWidget(m_cancel);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(m_note);
    layout->addLayout(buttons);
    connect(m_submit, &QPushButton::clicked, this, &EditForm::submit);
    connect(m_remove, &QPushButton::clicked, this, &EditForm::removalWanted);
    connect(m_cancel, &QPushButton::clicked, this, &EditForm::close);
    hide();
}

void EditForm::open(FormSpec spec) {
    m_spec = std::move(spec);
    m_failure.clear();
    m_open = true;
    ++m_number;
    setBusy(false);
    m_initial = {};
    build();
    m_initial = values();
    m_title->setText(m_spec.title);
    setAccessibleName(m_spec.title);
    m_submit->setText(m_spec.submit);
    m_remove->setText(m_spec.remove);
    m_remove->setVisible(!m_spec.remove.isEmpty());
    show();
    showNotes();
    QWidget* first = field(m_spec.focus);
    if (first == nullptr && !m_rows.empty())
        first = m_rows.front().widget;
    if (first)
        first->setFocus(Qt::OtherFocusReason);
    if (auto* line = qobject_cast<QLineEdit*>(first))
        line->selectAll();
    Q_EMIT changed();
}

void EditForm::close() {
    if (!m_open)
        return;
    m_open = false;
    hide();
    Q_EMIT changed();
    Q_EMIT closed();
}

// --- fields

void EditForm::build() {
    m_rows.clear();
    m_body = new QWidget;
    m_form = new QFormLayout(m_body);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const FormField& field : m_spec.fields)
        addRow(field);
    m_scroll->setWidget(m_body); // the former one goes
    QWidget* before = m_scroll;
    for (const Row& row : m_rows) {
        setTabOrder(before, row.widget);
        before = row.widget;
    }
    for (QPushButton* button : {m_submit, m_cancel, m_remove}) {
        setTabOrder(before, button);
        before = button;
    }
}

void EditForm::addRow(const FormField& field) {
    Row row{field, makeWidget(field), new QLabel(m_body), false};
    row.note->setWordWrap(true);
    row.note->setTextFormat(Qt::PlainText);
    row.note->hide();
    QString name = field.label;
    name.remove(QLatin1Char('&'));
    name.remove(QLatin1Char(':'));
    row.widget->setAccessibleName(name);
    row.widget->setObjectName(field.key);
    auto* cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(row.widget);
    cell->addWidget(row.note);
    auto* label = new QLabel(field.label, m_body);
    label->setBuddy(row.widget);
    m_form->addRow(label, cell);
    m_rows.push_back(std::move(row));
}

QWidget* EditForm::makeWidget(const FormField& field) {
    switch (field.kind) {
    case FormField::Kind::text:
        return makeText(field);
    case FormField::Kind::choice:
        return makeChoice(field);
    case FormField::Kind::members:
        return makeMembers(field);
    case FormField::Kind::ends:
        return makeEnds(field);
    case FormField::Kind::line:
        break;
    }
    return makeLine(field);
}

QWidget* EditForm::makeLine(const FormField& field) {
    auto* line = new QLineEdit(field.value, m_body);
    line->setPlaceholderText(field.hint);
    line->setClearButtonEnabled(true);
    if (!field.words.isEmpty())
        line->setCompleter(wordCompleter(field.words, line));
    line->installEventFilter(this);
    connect(line, &QLineEdit::textChanged, this, [this, line] { onEdited(line); });
    return line;
}

QWidget* EditForm::makeText(const FormField& field) {
    auto* text = new QPlainTextEdit(field.value, m_body);
    text->setPlaceholderText(field.hint);
    text->setTabChangesFocus(true);
    text->setMinimumHeight(fontMetrics().lineSpacing() * 6);
    text->installEventFilter(this);
    connect(text, &QPlainTextEdit::textChanged, this, [this, text] { onEdited(text); });
    return text;
}

QWidget* EditForm::makeChoice(const FormField& field) {
    auto* choice = new QComboBox(m_body);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (const auto& [value, text] : field.choices)
        choice->addItem(text, value);
    choice->setCurrentIndex(std::max(0, choice->findData(field.value)));
    connect(choice, &QComboBox::currentIndexChanged, this, [this, choice] { onEdited(choice); });
    return choice;
}

QWidget* EditForm::makeMembers(const FormField& field) {
    auto* list = new QListWidget(m_body);
    list->setItemDelegate(new ChoiceDelegate(list));
    for (const auto& [value, text] : field.choices) {
        auto* item = new QListWidgetItem(text, list);
        item->setData(Qt::UserRole, value);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(field.list.contains(value) ? Qt::Checked : Qt::Unchecked);
    }
    if (list->count() > 0)
        list->setCurrentRow(0);
    connect(list, &QListWidget::itemChanged, this, [this, list] { onEdited(list); });
    return list;
}

QWidget* EditForm::makeEnds(const FormField& field) {
    auto* ends = new EndsField(field, m_body);
    connect(ends, &EndsField::edited, this, [this, ends] { onEdited(ends); });
    return ends;
}

FormValues EditForm::values() const {
    FormValues values;
    values.before = m_initial.texts;
    for (const Row& row : m_rows) {
        if (const auto* line = qobject_cast<const QLineEdit*>(row.widget))
            values.texts[row.field.key] = line->text();
        else if (const auto* text = qobject_cast<const QPlainTextEdit*>(row.widget))
            values.texts[row.field.key] = textOfBox(*text->document());
        else if (const auto* choice = qobject_cast<const QComboBox*>(row.widget))
            values.texts[row.field.key] = choice->currentData().toString();
        else if (const auto* ends = qobject_cast<const EndsField*>(row.widget))
            values.lists[row.field.key] = ends->values();
        else if (const auto* list = qobject_cast<const QListWidget*>(row.widget)) {
            QStringList& chosen = values.lists[row.field.key];
            for (int n = 0; n < list->count(); ++n)
                if (list->item(n)->checkState() == Qt::Checked)
                    chosen << list->item(n)->data(Qt::UserRole).toString();
        }
    }
    return values;
}

bool EditForm::isChanged() const {
    if (!m_open)
        return false;
    const FormValues now = values();
    return now.texts != m_initial.texts || now.lists != m_initial.lists;
}

QWidget* EditForm::field(const QString& key) const {
    for (const Row& row : m_rows)
        if (row.field.key == key)
            return row.widget;
    return nullptr;
}

// --- what is off

void EditForm::onEdited(QWidget* widget) {
    for (Row& row : m_rows)
        row.touched = row.touched || row.widget == widget;
    m_failure.clear();
    showNotes();
    Q_EMIT changed();
}

/// A field that nobody has touched isn't told to be wrong yet.
void EditForm::showNotes() {
    const FormNotes notes = m_spec.check ? m_spec.check(values()) : FormNotes();
    const auto put = [this](QLabel* label, const QString& text, bool blocks) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText,
                         blocks ? toneColor(Tone::bad, palette()) : quietText(palette()));
        label->setPalette(colours);
        label->setText(text);
        label->setVisible(!text.isEmpty());
    };
    for (const Row& row : m_rows) {
        const auto note = notes.find(row.field.key);
        const bool told = note != notes.end() && (row.touched || !note->second.blocks);
        put(row.note, told ? note->second.text : QString(), told && note->second.blocks);
        row.widget->setAccessibleDescription(told ? note->second.text : QString());
    }
    const auto whole = notes.find(QString());
    if (!m_failure.isEmpty())
        put(m_note, m_failure, true);
    else
        put(m_note, whole == notes.end() ? QString() : whole->second.text,
            whole != notes.end() && whole->second.blocks);
}

QString EditForm::problem() const {
    const FormNotes notes = m_open && m_spec.check ? m_spec.check(values()) : FormNotes();
    for (const Row& row : m_rows)
        if (const auto note = notes.find(row.field.key); note != notes.end() && note->second.blocks)
            return note->second.text;
    const auto whole = notes.find(QString());
    return whole != notes.end() && whole->second.blocks ? whole->second.text : QString();
}

QString EditForm::noteOf(const QString& key) const {
    if (key.isEmpty())
        return m_note->text();
    for (const Row& row : m_rows)
        if (row.field.key == key)
            return row.note->text();
    return {};
}

void EditForm::showProblem(const QString& text) {
    m_failure = text;
    showNotes();
}

void EditForm::showProblems() {
    for (Row& row : m_rows)
        row.touched = true;
    showNotes();
    const FormNotes notes = m_spec.check ? m_spec.check(values()) : FormNotes();
    for (const Row& row : m_rows) {
        const auto note = notes.find(row.field.key);
        if (note == notes.end() || !note->second.blocks)
            continue;
        row.widget->setFocus(Qt::OtherFocusReason);
        m_scroll->ensureWidgetVisible(row.widget);
        return;
    }
}

void EditForm::setBusy(bool busy) {
    m_busy = busy;
    for (QPushButton* button : {m_submit, m_remove})
        button->setEnabled(!busy);
    // A field that is disabled would hand the keys to what lies beside the form.
    QWidget* focus = m_body != nullptr ? focusWidget() : nullptr;
    if (busy && focus && !qobject_cast<QLineEdit*>(focus) && !qobject_cast<QPlainTextEdit*>(focus))
        m_cancel->setFocus(Qt::OtherFocusReason);
    for (const Row& row : m_rows) {
        QList<QWidget*> parts = row.widget->findChildren<QWidget*>();
        parts << row.widget;
        for (QWidget* part : parts) {
            if (auto* line = qobject_cast<QLineEdit*>(part))
                line->setReadOnly(busy);
            else if (auto* text = qobject_cast<QPlainTextEdit*>(part))
                text->setReadOnly(busy);
            else if (qobject_cast<QComboBox*>(part) || qobject_cast<QListWidget*>(part) ||
                     qobject_cast<QAbstractButton*>(part))
                part->setEnabled(!busy);
        }
    }
}

void EditForm::submit() {
    if (!m_open || m_busy)
        return;
    if (!problem().isEmpty())
        showProblems();
    else
        Q_EMIT submitted();
}

// --- keys

bool EditForm::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isReturn = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool multi = qobject_cast<QPlainTextEdit*>(watched) != nullptr;
    if (isReturn && (!multi || key->modifiers().testFlag(Qt::ControlModifier))) {
        submit();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void EditForm::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
             event->modifiers().testFlag(Qt::ControlModifier))
        submit();
    else
        QFrame::keyPressEvent(event);
}

} // namespace stemma::ui
