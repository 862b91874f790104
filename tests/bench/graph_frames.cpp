// SPDX-License-Identifier: MIT
#include "tests/bench/graph_frames.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

#include <QElapsedTimer>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>

#include "core/layout/layout.h"
#include "tests/bench/stall_watch.h"
#include "tests/bench/whole_program.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/picture_bar.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"

namespace bench {

using namespace stemma;

namespace {

constexpr double frameMs = 16;
constexpr double soonMs = 1'000;
constexpr int patienceMs = 600'000;
constexpr int settleMs = 600;
constexpr int panSteps = 200;
constexpr const char* user = "someone";

/// What reading every byte of some files takes at least.
double plainRead(const std::string& folder, bool registriesOnly) {
    namespace fs = std::filesystem;
    QElapsedTimer timer;
    timer.start();
    std::size_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const bool registry = entry.path().filename().string().find("_registry") != std::string::npos;
        if (!entry.is_regular_file() || (registriesOnly && !registry))
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        bytes += std::string(std::istreambuf_iterator<char>(in), {}).size();
    }
    return bytes > 0 ? static_cast<double>(timer.nsecsElapsed()) / 1e6 : 1;
}

class Measuring {
public:
    explicit Measuring(const QString& library)
        : m_library(library) {}

    bool all() {
        m_program.window.resize(1400, 900);
        m_program.window.show();
        runEventLoop(settleMs);
        printHead();
        measure(QStringLiteral("the machine: an idle window"), [] { runEventLoop(1'000); });
        plainPan();
        if (!opening())
            return false;
        working("a part of the graph");
        choosing();
        switching();
        if (!wholePicture())
            return false;
        working("the whole graph");
        dropping();
        choosing();
        switching();
        measure(QStringLiteral("close the library"),
                [this] { m_watch.step([this] { m_program.window.closeLibrary(); }); });
        return true;
    }

private:
    static void printHead() {
        std::printf("%-46s %8s %8s %8s %8s %5s %7s\n", "", "limit ms", "50 % ms", "99 % ms", "worst ms",
                    ">16", "ratio");
    }
    /// `limit`: what the figure is held against; 0: a frame of the screen.
    Frames measure(const QString& what, const std::function<void()>& act, double limit = 0) {
        m_watch.clear();
        act();
        runEventLoop(settleMs);
        const Frames frames = m_watch.frames();
        const double held = limit > 0 ? limit : frameMs;
        std::printf("%-46s %8.1f %8.1f %8.1f %8.1f %5d %7.2f\n", qPrintable(what), held,
                    frames.percentileMs(50), frames.percentile99Ms(), frames.worstCpuMs(),
                    frames.over(frameMs), frames.percentile99Ms() / held);
        std::fflush(stdout);
        return frames;
    }
    static void tell(const char* what, double limit, double ms) {
        std::printf("%-46s %8.1f %8.1f %39.2f\n", what, limit, ms, ms / limit);
        std::fflush(stdout);
    }

    bool waitFor(const std::function<bool()>& reached) {
        QElapsedTimer timer;
        timer.start();
        while (!reached()) {
            if (timer.elapsed() > patienceMs) {
                std::printf("gave up waiting\n");
                return false;
            }
            runEventLoop(2);
        }
        return true;
    }
    bool waitForPicture() {
        return waitFor([this] { return view().scene() && !picture().isBusy() && view().isPainted(); });
    }

    ui::GraphDesk& desk() { return *m_program.window.graphs(); }
    ui::PicturePage& picture() { return *desk().page()->picture(); }
    ui::PictureView& view() { return *picture().view(); }

    void plainPan();
    bool opening();
    bool wholePicture();
    void cancelling();
    void working(const char* what);
    void pan();
    void zoom();
    void type();
    void choosing();
    void dropping();
    void switching();

    QString m_library;
    StallWatch m_watch;
    WholeProgram m_program;
    double m_plainPan = 0;
};

/// The least that moving over anything costs: a bare scroll area that copies one large image.
void Measuring::plainPan() {
    QImage image(4'000, 3'000, QImage::Format_RGB32);
    image.fill(Qt::white);
    QScrollArea area;
    class Copying final : public QWidget {
    public:
        explicit Copying(const QImage& image)
            : m_image(image) {
            setFixedSize(image.size());
        }
        void paintEvent(QPaintEvent*) override { QPainter(this).drawImage(QPoint(), m_image); }

    private:
        const QImage& m_image;
    };
    area.setWidget(new Copying(image));
    area.resize(1'000, 700);
    area.show();
    runEventLoop(settleMs);
    const Frames frames = measure(QStringLiteral("a bare area: move an image"), [&] {
        for (int step = 0; step < panSteps; ++step) {
            m_watch.step([&] { area.horizontalScrollBar()->setValue(step * 10); });
            runEventLoop(2);
        }
    });
    m_plainPan = frames.percentile99Ms();
}

bool Measuring::opening() {
    const double registries = plainRead(m_library.toStdString(), true);
    const double files = plainRead(m_library.toStdString(), false);
    runEventLoop(settleMs); // that was no frame of the window
    m_watch.clear();
    QElapsedTimer timer;
    timer.start();
    const auto elapsed = [&timer] { return static_cast<double>(timer.nsecsElapsed()) / 1e6; };
    bool listed = false;
    QObject::connect(&m_program.window, &ui::MainWindow::libraryShown, &m_watch,
                     [&listed] { listed = true; });
    m_program.window.openLibrary(m_library);
    if (!waitFor([&listed] { return listed; }))
        return false;
    const double list = elapsed();
    const double listFrame = m_watch.frames().worstCpuMs();
    m_watch.clear();
    if (!waitFor([this] { return view().scene() != nullptr; }))
        return false;
    const double scene = elapsed();
    if (!waitFor([this] { return view().isPainted(); }))
        return false;
    const double painted = elapsed();
    const double pictureFrame = m_watch.frames().worstCpuMs();
    m_watch.clear();
    if (!waitFor([this] { return desk().page()->graphs() != nullptr; }))
        return false;
    const double read = elapsed();
    if (!waitForPicture())
        return false;
    tell("list shown", soonMs, list);
    tell("  against reading the registries alone", registries, list);
    tell("first picture", soonMs, scene);
    tell("first picture painted", soonMs, painted);
    tell("all files read / reading them one by one", files, read);
    tell("longest frame until the list", frameMs, listFrame);
    tell("longest frame until the picture", frameMs, pictureFrame);
    tell("longest frame until the data are shown", frameMs, m_watch.frames().worstCpuMs());
    runEventLoop(settleMs * 3); // folders are watched now, and looked at once more
    return true;
}

void Measuring::cancelling() {
    const std::size_t before = view().scene()->size();
    Q_EMIT picture().bar()->changed();
    runEventLoop(settleMs);
    QElapsedTimer timer;
    timer.start();
    for (ui::Job* job : QList(m_program.runner.jobs()))
        job->cancel();
    if (!waitFor([this] { return !picture().isBusy(); }))
        return;
    tell("cancel a layout", soonMs, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    std::printf("%-46s %8s\n", "  the picture stays as it was",
                view().scene() && view().scene()->size() == before ? "yes" : "NO");
}

bool Measuring::wholePicture() {
    ui::PictureChoice choice = picture().bar()->choice();
    choice.whole = true;
    picture().bar()->setChoice(choice);
    cancelling();
    m_watch.clear();
    QElapsedTimer timer;
    timer.start();
    Q_EMIT picture().bar()->changed();
    if (!waitFor([this] { return !picture().isBusy() && !view().scene()->picture().elements.empty(); }))
        return false;
    const double laidOut = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (!waitForPicture())
        return false;
    runEventLoop(settleMs);
    const Frames frames = m_watch.frames();
    timer.restart();
    const auto& scene = *view().scene();
    std::vector<QSizeF> sizes;
    for (std::uint32_t n = 0; n < scene.size(); ++n)
        sizes.push_back(scene.box(n).size());
    const auto alone = layout::layOut(
        ui::layoutRequest(scene.picture(), sizes, choice.kind, {}, view().font()), layout::layoutProgram());
    const double bare = alone ? static_cast<double>(timer.nsecsElapsed()) / 1e6 : 0;
    tell("whole picture / the layout program alone", bare, laidOut);
    tell("longest frame meanwhile", frameMs, frames.worstCpuMs());
    return true;
}

void Measuring::working(const char* what) {
    std::printf("%s: %zu elements, %zu edges\n", what, view().scene()->size(),
                view().scene()->picture().edges.size());
    pan();
    zoom();
    type();
}

/// From afar and from near, with nothing chosen and with the node of the most edges.
void Measuring::pan() {
    const QString hub = QString::fromStdString(graph::mostConnected(view().scene()->picture()));
    for (const bool near : {false, true}) {
        view().fit();
        if (near)
            view().zoomToFull();
        if (!waitForPicture())
            return;
        for (const QString& chosen : {QString(), hub}) {
            desk().page()->setCurrent(chosen);
            runEventLoop(settleMs);
            const QString name =
                QStringLiteral("  move over it, %1%2")
                    .arg(near ? QLatin1String("near") : QLatin1String("from afar"),
                         chosen.isEmpty() ? QLatin1String() : QLatin1String(", its hub chosen"));
            const QRectF bounds = view().scene()->bounds();
            measure(
                name,
                [&] {
                    for (int step = 0; step < panSteps; ++step) {
                        const double part = static_cast<double>(step) / panSteps;
                        m_watch.step([&] {
                            view().centreOn({bounds.left() + bounds.width() * part,
                                             bounds.top() + bounds.height() * (0.5 + part / 4)});
                        });
                        runEventLoop(5);
                    }
                },
                0);
        }
    }
    desk().page()->setCurrent({});
    std::printf("%-46s %8.1f\n", "  (a bare area took, 99 %)", m_plainPan);
}

void Measuring::zoom() {
    view().fit();
    (void)waitForPicture();
    measure(QStringLiteral("  zoom in and out"), [this] {
        const QPointF middle = view().viewport()->rect().center();
        for (const int way : {1, -1}) {
            for (int step = 0; step < 20; ++step) {
                m_watch.step([&] {
                    QWheelEvent turn(middle, view().viewport()->mapToGlobal(middle), {}, {0, 120 * way},
                                     Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
                    QCoreApplication::sendEvent(view().viewport(), &turn);
                });
                runEventLoop(20);
            }
        }
    });
}

void Measuring::type() {
    auto& search = *desk().page()->findChild<QLineEdit*>();
    for (const ui::GraphPage::Page page : {ui::GraphPage::PictureTab, ui::GraphPage::TableTab}) {
        desk().page()->showPage(page);
        runEventLoop(settleMs);
        search.setFocus();
        measure(page == ui::GraphPage::PictureTab ? QStringLiteral("  type a search, picture")
                                                  : QStringLiteral("  type a search, table"),
                [this, &search] {
                    for (const QChar letter : QStringLiteral("enzyme 12")) {
                        m_watch.step([&] { QTest::keyClick(&search, letter.toLatin1()); });
                        runEventLoop(60);
                    }
                    m_watch.step([&] { search.clear(); });
                });
    }
    desk().page()->showPage(ui::GraphPage::PictureTab);
    (void)waitForPicture();
}

void Measuring::choosing() {
    const auto& elements = view().scene()->picture().elements;
    measure(QStringLiteral("  choose one node after the other"), [&] {
        for (std::size_t n = 0; n < 20; ++n) {
            const QString id = QString::fromStdString(elements[n * 7 % elements.size()].id);
            m_watch.step([&] { desk().page()->setCurrent(id); });
            runEventLoop(30);
        }
    });
}

void Measuring::dropping() {
    const QRectF box = view().scene()->box(5);
    view().zoomToFull();
    view().centreOn(box.center());
    (void)waitForPicture();
    measure(QStringLiteral("  drag a node elsewhere"), [this, &box] {
        QWidget* viewport = view().viewport();
        const QPoint from = view().toViewport(box.center()).toPoint();
        m_watch.step([&] { QTest::mousePress(viewport, Qt::LeftButton, {}, from); });
        for (int step = 0; step < 12; ++step)
            m_watch.step([&] { QTest::mouseMove(viewport, from + QPoint(step * 8, step * 5)); });
        m_watch.step([&] { QTest::mouseRelease(viewport, Qt::LeftButton, {}, from + QPoint(96, 60)); });
    });
}

void Measuring::switching() {
    for (const ui::GraphPage::Page page : {ui::GraphPage::TableTab, ui::GraphPage::PictureTab}) {
        desk().page()->showPage(page);
        runEventLoop(settleMs);
        measure(page == ui::GraphPage::PictureTab ? QStringLiteral("  go to another graph and back, picture")
                                                  : QStringLiteral("  go to another graph and back, table"),
                [this, page] {
                    for (const char* graph : {"small", "large", "small", "large"}) {
                        m_watch.step([&] { desk().showGraph(user, graph); });
                        if (page == ui::GraphPage::PictureTab)
                            (void)waitForPicture();
                        else
                            runEventLoop(settleMs);
                    }
                });
    }
    (void)waitForPicture();
}

} // namespace

bool measureGraphWindow(const QString& library) {
    return Measuring(library).all();
}

} // namespace bench
