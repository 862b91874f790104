// SPDX-License-Identifier: MIT
#include "ui/report/tag_field.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include "ui/report/text_link.h"
#include "ui/session/edit_session.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {
constexpr int gap = 4;

QString pendingName() {
    return QStringLiteral("report/tags");
}
} // namespace

TagField::TagField(QWidget* parent)
    : QWidget(parent)
    , m_input(new QLineEdit(this)) {
    m_input->setPlaceholderText(tr("Add a tag"));
    m_input->setAccessibleName(tr("Add a tag"));
    m_input->installEventFilter(this);
    new SharedUndo(*m_input);
    connect(m_input, &QLineEdit::editingFinished, this, &TagField::takeInput);
    connect(m_input, &QLineEdit::textChanged, this, &TagField::tellPending);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setFocusProxy(m_input);
}

void TagField::setSession(EditSession* session) {
    if (session == m_session)
        return;
    if (m_session) {
        takeInput();
        disconnect(m_session, nullptr, this, nullptr);
    }
    m_session = session;
    m_onTheWay = 0;
    if (session != nullptr)
        connect(session, &EditSession::flushRequested, this, &TagField::takeInput);
}

void TagField::tellPending() {
    if (m_session)
        m_session->setPending(pendingName(), m_onTheWay > 0 || !m_input->text().trimmed().isEmpty());
}

void TagField::setTags(const QStringList& tags) {
    if (m_tags == tags && m_chips.size() == tags.size())
        return;
    m_tags = tags;
    for (QToolButton* chip : std::as_const(m_chips))
        chip->deleteLater();
    m_chips.clear();
    for (const QString& tag : tags) {
        auto* chip = new QToolButton(this);
        chip->setText(oneLine(tag, 40));
        chip->setIcon(themeIcon(IconName::close));
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight);
        chip->setIconSize(QSize(10, 10));
        chip->setToolTip(tr("Take the tag “%1” away").arg(isolated(tag)));
        chip->setAccessibleName(chip->toolTip());
        connect(chip, &QToolButton::clicked, this, [this, tag] { Q_EMIT removeRequested(tag); });
        chip->show();
        m_chips.append(chip);
    }
    updateGeometry();
    arrange(width(), Place::yes);
}

/// Chips in rows, the field behind the last one. The height.
int TagField::arrange(int width, Place place) const {
    const int rowHeight = std::max(m_input->sizeHint().height(), fontMetrics().height() + 8);
    int x = 0, y = 0;
    const auto put = [&](QWidget* widget, int wanted, bool stretch) {
        if (x > 0 && x + wanted > width) {
            x = 0;
            y += rowHeight + gap;
        }
        const int used = stretch ? std::max(wanted, width - x) : std::min(wanted, width);
        const QRect area(x, y, used, rowHeight);
        if (place == Place::yes)
            widget->setGeometry(
                layoutDirection() == Qt::RightToLeft ? area.translated(width - 2 * x - used, 0) : area);
        x += used + gap;
    };
    for (QToolButton* chip : m_chips)
        put(chip, chip->sizeHint().width(), false);
    put(m_input, fontMetrics().averageCharWidth() * 14, true);
    return y + rowHeight;
}

QSize TagField::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 40, arrange(std::max(width(), 200), Place::no)};
}

QSize TagField::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}

void TagField::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange(width(), Place::yes);
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
}

void TagField::takeInput() {
    QStringList wanted;
    for (const QString& part : m_input->text().split(QLatin1Char(','))) {
        const QString tag = part.trimmed();
        if (!tag.isEmpty() && !m_tags.contains(tag))
            wanted.append(tag);
    }
    if (wanted.isEmpty())
        return m_input->clear();
    ++m_onTheWay; // until the session did what it is asked for now, it is still unsaved text
    m_input->clear();
    Q_EMIT addRequested(wanted);
    if (!m_session)
        return;
    m_session->apply([](const report::LoadedReport&) { return json::Value::array(); }, {},
                     [guard = QPointer(this), session = m_session](const Status&) {
                         if (guard && guard->m_session == session) {
                             guard->m_onTheWay = std::max(0, guard->m_onTheWay - 1);
                             guard->tellPending();
                         } else if (session) {
                             session->setPending(pendingName(), false);
                         }
                     });
}

bool TagField::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Backspace &&
        m_input->text().isEmpty() && !m_tags.isEmpty()) {
        Q_EMIT removeRequested(m_tags.last());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stemma::ui
