// SPDX-License-Identifier: MIT
#include "ui/history/restore_panel.h"

#include <algorithm>

#include <QCheckBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/shell/choice_delegate.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::RestorePanel)
};

/// As high as what it holds where there is room, and scrolled where there is not.
class FittingArea final : public QScrollArea {
public:
    explicit FittingArea(QWidget* content) {
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setWidgetResizable(true);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        setFocusPolicy(Qt::NoFocus);
        setWidget(content);
        content->setAutoFillBackground(false);
        viewport()->setAutoFillBackground(false);
    }
    [[nodiscard]] QSize sizeHint() const override {
        return {QScrollArea::sizeHint().width(), contentHeight()};
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return {0, std::min(contentHeight(), fontMetrics().height() * leastLines)};
    }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QScrollArea::resizeEvent(event);
        if (event->oldSize().width() != event->size().width())
            updateGeometry();
    }
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }

private:
    static constexpr int leastLines = 7;
    [[nodiscard]] int contentHeight() const {
        return widget() == nullptr
                   ? 0
                   : widget()->layout()->totalHeightForWidth(std::max(1, viewport()->width()));
    }
};

} // namespace

QString changesBy(const std::string& actor, std::size_t changes) {
    return Words::tr("%n by %1", "changes by somebody", static_cast<int>(changes)).arg(actorText(actor));
}

RestorePanel::RestorePanel(QWidget* parent)
    : QFrame(parent)
    , m_question(new QLabel(this))
    , m_body(new QLabel(this))
    , m_choice(new QCheckBox(this))
    , m_partsTitle(new QLabel(this))
    , m_parts(makeList(tr("What to restore")))
    , m_repairsTitle(new QLabel(this))
    , m_repairs(makeList(tr("What to repair")))
    , m_restore(new QPushButton(tr("Restore"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_rows(new QVBoxLayout) {
    setFrameShape(QFrame::StyledPanel);
    QFont bold = m_question->font();
    bold.setBold(true);
    m_question->setFont(bold);
    for (QLabel* label : {m_question, m_body, m_partsTitle, m_repairsTitle}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_question, m_body, m_choice, m_partsTitle, m_parts,
                                                         m_repairsTitle, m_repairs})
        m_rows->addWidget(part);
    m_rows->setContentsMargins(0, 0, 0, 0);
    auto* content = new QWidget;
    content->setLayout(m_rows);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(new FittingArea(content));
    layout->addLayout(makeButtons());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    QWidget* before = m_choice;
    for (QWidget* next : std::initializer_list<QWidget*>{m_parts, m_repairs, m_cancel, m_restore}) {
        setTabOrder(before, next);
        before = next;
    }
    connect(m_choice, &QCheckBox::clicked, this, &RestorePanel::wishChanged);
    hide();
}

QLayout* RestorePanel::makeButtons() {
    m_restore->setAutoDefault(true); // Return presses the button that has the focus
    m_cancel->setAutoDefault(true);
    m_restore->setIcon(themeIcon(IconName::restore));
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_restore);
    connect(m_restore, &QPushButton::clicked, this, &RestorePanel::accepted);
    connect(m_cancel, &QPushButton::clicked, this, &RestorePanel::rejected);
    return buttons;
}

void RestorePanel::ask(const RestoreQuestion& question) {
    m_possible = question.possible;
    m_question->setText(question.question);
    m_body->setText(question.body);
    m_restore->setText(question.act.isEmpty() ? tr("Restore") : question.act);
    m_restore->setIcon(
        themeIcon(question.icon.value_or(question.act.isEmpty() ? IconName::restore : IconName::undo)));
    m_choice->setVisible(question.choice.has_value());
    if (question.choice) {
        m_choice->setText(question.choice->text);
        m_choice->setToolTip(plainTip(question.choice->detail));
        m_choice->setChecked(question.choice->wanted);
        m_choice->setEnabled(question.choice->possible);
    }
    fill(*m_partsTitle, *m_parts, question.partsTitle, question.parts);
    fill(*m_repairsTitle, *m_repairs, question.repairsTitle, question.repairs);
    setAccessibleName(question.question);
    setAccessibleDescription(question.body);
    setBusy(false);
}

void RestorePanel::addPart(QWidget* part) {
    m_rows->addWidget(part);
    QWidget* last = m_lastOfParts != nullptr ? m_lastOfParts : m_repairs;
    for (QWidget* child : part->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        if ((child->focusPolicy() & Qt::TabFocus) == 0)
            continue;
        setTabOrder(last, child);
        last = child;
    }
    m_lastOfParts = last;
    setTabOrder(last, m_cancel);
    setTabOrder(m_cancel, m_restore);
}

bool RestorePanel::wantsChoice() const {
    return m_choice->isVisibleTo(this) && m_choice->isChecked();
}

QListWidget* RestorePanel::makeList(const QString& name) {
    auto* list = new QListWidget(this);
    list->setAccessibleName(name);
    list->setItemDelegate(new ChoiceDelegate(list));
    list->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    list->setMaximumHeight(fontMetrics().height() * 7);
    list->setTabKeyNavigation(false);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(list, &QListWidget::itemChanged, this, &RestorePanel::wishChanged);
    return list;
}

/// Items stay where they are the same, so that the one that was just changed keeps the keyboard.
void RestorePanel::fill(QLabel& title, QListWidget& list, const QString& text,
                        const std::vector<RestoreCheck>& checks) {
    const QSignalBlocker quiet(&list);
    title.setText(text);
    title.setVisible(!checks.empty());
    list.setVisible(!checks.empty());
    while (list.count() > static_cast<int>(checks.size()))
        delete list.takeItem(list.count() - 1);
    for (int row = 0; row < static_cast<int>(checks.size()); ++row) {
        const RestoreCheck& check = checks[static_cast<std::size_t>(row)];
        if (row == list.count())
            list.addItem(QString());
        QListWidgetItem* item = list.item(row);
        item->setText(check.text);
        item->setToolTip(check.detail);
        Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsUserCheckable;
        if (check.possible)
            flags |= Qt::ItemIsEnabled;
        item->setFlags(flags);
        item->setCheckState(check.wanted && check.possible ? Qt::Checked : Qt::Unchecked);
    }
}

std::vector<bool> RestorePanel::wanted(const QListWidget& list) {
    std::vector<bool> found;
    for (int row = 0; row < list.count(); ++row)
        found.push_back(list.item(row)->checkState() == Qt::Checked);
    return found;
}

void RestorePanel::setBusy(bool busy) {
    m_restore->setEnabled(!busy && m_possible);
}

QString RestorePanel::bodyText() const {
    return m_body->text();
}

void RestorePanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        Q_EMIT rejected();
    else
        QFrame::keyPressEvent(event);
}

void RestorePanel::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    (m_restore->isEnabled() ? m_restore : m_cancel)->setFocus(Qt::OtherFocusReason);
}

} // namespace stemma::ui
