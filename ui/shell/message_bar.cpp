// SPDX-License-Identifier: MIT
#include "ui/shell/message_bar.h"

#include "ui/text/content_text.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace stemma::ui {

namespace {

struct Look {
    IconName icon;
    Tone tone;
};

Look lookOf(Message::Kind kind) {
    switch (kind) {
    case Message::Kind::done:
        return {IconName::ok, Tone::good};
    case Message::Kind::information:
        return {IconName::information, Tone::accent};
    case Message::Kind::warning:
        return {IconName::warning, Tone::warning};
    case Message::Kind::error:
        break;
    }
    return {IconName::error, Tone::bad};
}

} // namespace

/// One message: icon, text, buttons. Paints its own ground, so that it follows the palette.
class MessageBar::Row final : public QFrame {
public:
    Row(MessageBar& bar, Message message)
        : QFrame(&bar)
        , m_message(std::move(message))
        , m_bar(bar) {
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(10, 6, 6, 6);
        layout->setSpacing(8);
        const Look look = lookOf(m_message.kind);
        auto* icon = new QLabel(this);
        const int side = style()->pixelMetric(QStyle::PM_SmallIconSize, nullptr, this) + 2;
        icon->setPixmap(toneIcon(look.icon, look.tone).pixmap(QSize(side, side), devicePixelRatio()));
        layout->addWidget(icon, 0, Qt::AlignTop);
        m_icon = icon;

        auto* text = new QLabel(m_message.text, this);
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setToolTip(plainTip(m_message.detail));
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        policy.setHeightForWidth(true);
        text->setSizePolicy(policy);
        layout->addWidget(text, 1, Qt::AlignVCenter);
        addButtons(*layout);
        setAccessibleName(m_message.text);
        setAccessibleDescription(m_message.detail);
    }

    [[nodiscard]] const Message& message() const { return m_message; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tone tone = lookOf(m_message.kind).tone;
        painter.setPen(QPen(toneColor(tone, palette()), 1));
        painter.setBrush(toneGround(tone, palette()));
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }

    void changeEvent(QEvent* event) override {
        if (event->type() == QEvent::PaletteChange) {
            const Look look = lookOf(m_message.kind);
            m_icon->setPixmap(
                toneIcon(look.icon, look.tone)
                    .pixmap(m_icon->pixmap().deviceIndependentSize().toSize(), devicePixelRatio()));
        }
        QFrame::changeEvent(event);
    }

private:
    void addButtons(QHBoxLayout& layout) {
        for (const auto& action : m_message.actions) {
            auto* button = new QPushButton(action.text, this);
            button->setAutoDefault(false);
            connect(button, &QPushButton::clicked, this, [this, run = action.run] {
                // The row goes first: what runs may show a message itself.
                m_bar.drop(this);
                run();
            });
            layout.addWidget(button, 0, Qt::AlignTop);
        }
        auto* close = new QToolButton(this);
        close->setAutoRaise(true);
        close->setIcon(themeIcon(IconName::close));
        close->setToolTip(MessageBar::tr("Close this message"));
        close->setAccessibleName(MessageBar::tr("Close this message"));
        connect(close, &QToolButton::clicked, this, [this] { m_bar.drop(this); });
        layout.addWidget(close, 0, Qt::AlignTop);
    }

    Message m_message;
    MessageBar& m_bar;
    QLabel* m_icon = nullptr;
};

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(6, 6, 6, 6);
    m_layout->setSpacing(4);
    setAccessibleName(tr("Messages"));
    setVisible(false);
}

void MessageBar::show(Message message) {
    for (Row* row : rows()) {
        const bool sameSubject = !message.subject.isEmpty() && row->message().subject == message.subject;
        if (sameSubject || row->message().text == message.text)
            drop(row);
    }
    while (count() >= mostMessages)
        drop(rows().last());
    auto* row = new Row(*this, std::move(message));
    m_layout->insertWidget(0, row);
    setVisible(true);
    if (row->message().kind == Message::Kind::done)
        QTimer::singleShot(m_seconds * 1000, row, [this, row] { drop(row); });
    QAccessibleEvent alert(row, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::dismiss(const QString& subject) {
    for (Row* row : rows()) {
        if (row->message().subject == subject)
            drop(row);
    }
}

void MessageBar::clear() {
    for (Row* row : rows())
        drop(row);
}

int MessageBar::count() const {
    return m_layout->count();
}

QStringList MessageBar::texts() const {
    QStringList texts;
    for (const Row* row : rows())
        texts.append(row->message().text);
    return texts;
}

QList<MessageBar::Row*> MessageBar::rows() const {
    QList<Row*> rows;
    for (int at = 0; at < m_layout->count(); ++at)
        rows.append(static_cast<Row*>(m_layout->itemAt(at)->widget()));
    return rows;
}

void MessageBar::drop(Row* row) {
    m_layout->removeWidget(row);
    row->hide();
    row->deleteLater();
    setVisible(m_layout->count() > 0);
}

} // namespace stemma::ui
