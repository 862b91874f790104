// SPDX-License-Identifier: MIT
#include "ui/past/past_bar.h"

#include <algorithm>
#include <utility>

#include <QDateTimeEdit>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/time_text.h"

namespace stemma::ui {

namespace {

constexpr int ticks = 24;

QDateTime localTime(Timestamp moment) {
    return QDateTime::fromMSecsSinceEpoch(moment.micros / 1000);
}

} // namespace

PastBar::PastBar(QWidget* parent)
    : QWidget(parent) {
    setAutoFillBackground(true);
    build();
    colour();
    setMoments(nullptr);
}

void PastBar::build() {
    const auto button = [this](IconName icon, const QString& name) {
        auto* made = new QToolButton(this);
        made->setIcon(themeIcon(icon));
        made->setToolTip(name);
        made->setAccessibleName(name);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::StrongFocus);
        return made;
    };
    m_text = new QLabel(this);
    m_text->setTextFormat(Qt::PlainText);
    QFont bold = m_text->font();
    bold.setBold(true);
    m_text->setFont(bold);
    m_earlier = button(IconName::back, tr("The change before"));
    m_later = button(IconName::forward, tr("The next change"));
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setAccessibleName(tr("Changes of the library, oldest first"));
    m_slider->setTickPosition(QSlider::TicksBelow);
    m_time = new QDateTimeEdit(this);
    m_time->setCalendarPopup(true);
    m_time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    m_time->setKeyboardTracking(false);
    m_time->setAccessibleName(tr("Day and time to look at"));
    m_time->setToolTip(m_time->accessibleName());
    m_back = new QToolButton(this);
    m_back->setText(tr("Back to &Now"));
    m_back->setToolTip(tr("Back to Now (Esc)"));
    m_back->setFocusPolicy(Qt::StrongFocus);
    auto* first = new QHBoxLayout;
    first->addWidget(m_text, 1);
    first->addWidget(m_time);
    first->addWidget(m_back);
    auto* second = new QHBoxLayout;
    second->addWidget(m_earlier);
    second->addWidget(m_slider, 1);
    second->addWidget(m_later);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 4, 8, 4);
    layout->setSpacing(2);
    layout->addLayout(first);
    layout->addLayout(second);
    connect(m_earlier, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_later, &QToolButton::clicked, this, [this] { step(1); });
    connect(m_back, &QToolButton::clicked, this, &PastBar::backRequested);
    connect(m_slider, &QSlider::valueChanged, this, [this](int place) {
        if (m_moments && place >= 0 && place < static_cast<int>(m_moments->size()))
            take((*m_moments)[static_cast<std::size_t>(place)]);
    });
    connect(m_time, &QDateTimeEdit::dateTimeChanged, this, [this](const QDateTime& time) {
        // The second as a whole: what changed within it has happened.
        constexpr std::int64_t restOfSecond = 999'999;
        take({time.toMSecsSinceEpoch() * 1000 + restOfSecond});
    });
}

void PastBar::setMoments(Moments moments) {
    m_moments = std::move(moments);
    const int count = m_moments ? static_cast<int>(m_moments->size()) : 0;
    const QSignalBlocker quietSlider(m_slider), quietTime(m_time);
    m_slider->setRange(0, std::max(0, count - 1));
    m_slider->setPageStep(std::max(1, count / 10));
    m_slider->setTickInterval(std::max(1, count / ticks));
    for (QWidget* control : std::initializer_list<QWidget*>{m_slider, m_time})
        control->setEnabled(count > 0);
    showMoment();
}

int PastBar::placeOf(Timestamp moment) const {
    if (!m_moments)
        return 0;
    return static_cast<int>(std::upper_bound(m_moments->begin(), m_moments->end(), moment) -
                            m_moments->begin());
}

void PastBar::setMoment(Timestamp moment) {
    m_moment = moment;
    showMoment();
}

void PastBar::take(Timestamp moment) {
    if (moment == m_moment)
        return;
    setMoment(moment);
    Q_EMIT momentChanged(moment);
}

bool PastBar::canStep(int changes) const {
    if (!m_moments || m_moments->empty())
        return false;
    const int place = placeOf(m_moment) - 1 + changes;
    return place >= 0 && place < static_cast<int>(m_moments->size());
}

void PastBar::step(int changes) {
    if (canStep(changes))
        take((*m_moments)[static_cast<std::size_t>(placeOf(m_moment) - 1 + changes)]);
}

void PastBar::showMoment() {
    const QSignalBlocker quietSlider(m_slider), quietTime(m_time);
    m_slider->setValue(std::max(0, placeOf(m_moment) - 1));
    if (m_moment.micros > 0)
        m_time->setDateTime(localTime(m_moment));
    m_earlier->setEnabled(canStep(-1));
    m_later->setEnabled(canStep(1));
    m_text->setText(text());
    m_slider->setToolTip(m_moment.micros > 0 ? exactTime(m_moment) : QString());
}

QString PastBar::text() const {
    if (!m_moments)
        return tr("Reading the histories…");
    if (m_moments->empty())
        return tr("Nothing has changed in this library yet.");
    const QDateTime time = localTime(m_moment);
    return tr("As it was on %1, %2 · change %3 of %4", "date, time, number of the change, how many")
        .arg(QLocale().toString(time.date(), QLocale::LongFormat),
             QLocale().toString(time.time(), QLocale::ShortFormat), QLocale().toString(placeOf(m_moment)),
             QLocale().toString(static_cast<int>(m_moments->size())));
}

void PastBar::colour() {
    if (std::exchange(m_colouring, true))
        return;
    QPalette ground;
    ground.setColor(QPalette::Window, toneGround(Tone::warning, ground));
    setPalette(ground);
    m_colouring = false;
}

void PastBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ApplicationPaletteChange)
        colour();
    QWidget::changeEvent(event);
}

} // namespace stemma::ui
