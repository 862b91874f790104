// SPDX-License-Identifier: MIT
#include "ui/report/lock_bar.h"

#include <QAccessible>
#include <QCoreApplication>
#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include "core/report/lock_state.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"
#include "ui/text/contrast.h"
#include "ui/text/error_text.h"

namespace stemma::ui {
namespace {

constexpr int lookMs = 2'000;
// A save of another program takes less; what is over at once is not worth telling.
constexpr std::chrono::seconds worthTelling{3};

QString ageText(std::chrono::milliseconds age) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
    if (seconds < 120)
        return LockBar::tr("%n second(s)", nullptr, static_cast<int>(seconds));
    if (seconds < 2 * 3600)
        return LockBar::tr("%n minute(s)", nullptr, static_cast<int>(seconds / 60));
    if (seconds < 48 * 3600)
        return LockBar::tr("%n hour(s)", nullptr, static_cast<int>(seconds / 3600));
    return LockBar::tr("%n day(s)", nullptr, static_cast<int>(seconds / 86'400));
}

QString ownerText(const io::LockHolder& holder) {
    if (holder.kind == io::LockHolder::Kind::foreign)
        return LockBar::tr("another program");
    if (holder.onThisMachine)
        return LockBar::tr("another Stemma, process %1").arg(holder.pid);
    if (holder.host.empty())
        return LockBar::tr("Stemma on another computer");
    return LockBar::tr("Stemma on %1", "name of a computer").arg(isolated(fromUtf8(holder.host)));
}

/// Our own save lingers, or its owner is dead: the next save takes the lock without asking.
bool isNoObstacle(const io::LockHolder& holder) {
    const bool ours = holder.kind == io::LockHolder::Kind::ours && holder.onThisMachine;
    return !holder.ownerAlive || (ours && holder.pid == QCoreApplication::applicationPid());
}

} // namespace

LockBar::LockBar(QWidget* parent)
    : QWidget(parent)
    , m_frame(new QFrame(this))
    , m_icon(new QLabel(m_frame))
    , m_text(new QLabel(m_frame))
    , m_offer(new QPushButton(tr("Break lock…"), m_frame))
    , m_yes(new QPushButton(tr("Break the lock"), m_frame))
    , m_no(new QPushButton(tr("Keep it"), m_frame))
    , m_timer(new QTimer(this)) {
    setObjectName(QStringLiteral("lockBar"));
    build();
    hide();
    connect(m_timer, &QTimer::timeout, this, &LockBar::look);
    connect(m_offer, &QPushButton::clicked, this, &LockBar::ask);
    connect(m_yes, &QPushButton::clicked, this, &LockBar::breakIt);
    connect(m_no, &QPushButton::clicked, this, [this] {
        m_state = State::hidden; // so that the next look says again how it stands
        look();
    });
}

void LockBar::build() {
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_offer->setToolTip(tr("Sets the abandoned lock file aside. You are asked once more."));
    m_frame->setFrameShape(QFrame::StyledPanel);
    m_frame->setAutoFillBackground(true);
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(12, 0, 12, 8);
    whole->addWidget(m_frame);
    auto* layout = new QHBoxLayout(m_frame);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    for (QPushButton* button : {m_offer, m_yes, m_no})
        layout->addWidget(button, 0, Qt::AlignTop);
}

QString LockBar::text() const {
    return m_text->text();
}

void LockBar::setSession(ReportSession* session) {
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->library(), nullptr, this, nullptr);
    }
    m_session = session;
    ++m_generation;
    m_looking = false;
    set(State::hidden, {});
    if (session == nullptr) {
        m_timer->stop();
        return;
    }
    connect(session, &ReportSession::reportChanged, this, &LockBar::look);
    connect(session, &ReportSession::failed, this, &LockBar::look);
    connect(&session->library(), &LibrarySession::done, this, &LockBar::look);
    connect(&session->library(), &LibrarySession::operationFailed, this, &LockBar::look);
    m_timer->start(lookMs);
    look();
}

void LockBar::look() {
    if (!m_session || m_looking || !window()->isVisible())
        return;
    m_looking = true;
    LibrarySession& library = m_session->library();
    library.runner().run(
        this,
        [&disk = library.environment().disk, root = toUtf8(library.root()), id = m_session->id()] {
            return report::reportLock(disk, root, id);
        },
        [this, generation = m_generation](const Result<std::optional<io::LockHolder>>& seen) {
            if (generation != m_generation)
                return;
            m_looking = false;
            take(seen);
        });
}

void LockBar::take(const Result<std::optional<io::LockHolder>>& seen) {
    if (!seen && seen.error().code == ErrorCode::locked)
        return set(State::blocked, errorText(seen.error()));
    if (!seen || !*seen || isNoObstacle(**seen) || (*seen)->age < worthTelling)
        return set(State::hidden, {});
    const io::LockHolder& holder = **seen;
    if (!holder.stale)
        return set(State::busy, tr("%1 has locked this report for %2. It can be changed when that is done.",
                                   "“another program” has locked … for “5 seconds”")
                                    .arg(ownerText(holder), ageText(holder.age)));
    if (m_state != State::asking)
        set(State::stale,
            tr("The lock of this report was taken by %1 %2 ago and looks abandoned. Until it is "
               "gone, nobody can change the report.",
               "“another program” “12 minutes” ago")
                .arg(ownerText(holder), ageText(holder.age)));
}

void LockBar::set(State state, const QString& text) {
    const bool news = state != m_state && state != State::hidden;
    const bool hadFocus = m_yes->hasFocus() || m_offer->hasFocus() || m_no->hasFocus();
    m_state = state;
    QString sentence = text;
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    m_text->setText(sentence);
    setAccessibleName(sentence);
    m_offer->setVisible(state == State::stale);
    m_yes->setVisible(state == State::asking);
    m_no->setVisible(state == State::asking);
    setVisible(state != State::hidden);
    if (hadFocus && (state == State::asking || state == State::stale))
        (state == State::asking ? m_no : m_offer)->setFocus(); // the keyboard stays where it was
    if (!news)
        return;
    paint();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void LockBar::ask() {
    set(State::asking, tr("Break the lock? If another program is still writing this report, one of the two "
                          "changes may be overwritten; the history keeps both."));
}

void LockBar::breakIt() {
    if (!m_session)
        return;
    m_session->library().breakLock(m_session->id());
    m_state = State::hidden; // its answer makes us look again
}

void LockBar::paint() {
    const MeaningColours meaning = meaningColours(palette());
    QPalette colours = palette();
    const bool warning = m_state != State::busy;
    colours.setColor(QPalette::Window,
                     warning ? meaning.warningBackground : toneGround(Tone::accent, palette()));
    m_frame->setPalette(colours);
    const int size = fontMetrics().height() + 4;
    m_icon->setPixmap(toneIcon(IconName::locked, warning ? Tone::warning : Tone::accent)
                          .pixmap(QSize(size, size), devicePixelRatioF()));
}

void LockBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paint();
}

} // namespace stemma::ui
