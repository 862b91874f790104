// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <stdexcept>

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include "core/base/clock.h"
#include "core/graph/graph_operations.h"
#include "core/graph/picture_places.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "tests/core/graph/edit_stores.h"
#include "tests/ui/scripted_prompts.h"
#include "ui/graph/graph_desk.h"
#include "ui/graph/graph_page.h"
#include "ui/graph/node_card.h"
#include "ui/graph/picture_bar.h"
#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/settings.h"

namespace stemma::tests {

/// The system's clock, until it is stopped.
struct VoyageClock final : Clock {
    std::optional<Timestamp> moment;
    [[nodiscard]] Timestamp now() const override { return moment ? *moment : SystemClock().now(); }
};

/// A window on a library of one user with two graphs.
class GraphVoyage {
public:
    enum class Places { kept, refused }; ///< refused: the system doesn't let them be written
    explicit GraphVoyage(StoreVersion version = StoreVersion::two, Places places = Places::kept)
        : GraphVoyage(storeOf(version), places) {}
    explicit GraphVoyage(graph::UserFiles files, Places places = Places::kept)
        : m_files(std::move(files)) {
        write(m_files);
        if (places == Places::refused)
            writeFile(m_folder.filePath(QStringLiteral("state/pictures")), "no folder");
        window.resize(1200, 800);
        window.show();
        QSignalSpy shown(&window, &ui::MainWindow::libraryShown);
        window.openLibrary(root());
        QTRY_VERIFY(desk().session() && desk().page()->graphs());
        waitForPicture();
    }
    ~GraphVoyage() { runner.waitForDone(); }

    [[nodiscard]] QString root() const { return m_folder.filePath(QStringLiteral("graph_data")); }
    [[nodiscard]] QString userFolder() const { return root() + QStringLiteral("/users/someone"); }
    [[nodiscard]] ui::GraphDesk& desk() { return *window.graphs(); }
    [[nodiscard]] ui::GraphPage& page() { return *desk().page(); }
    [[nodiscard]] ui::PicturePage& picture() { return *page().picture(); }
    [[nodiscard]] ui::PictureView& view() { return *picture().view(); }
    [[nodiscard]] QString card() { return desk().card()->findChild<QTextBrowser*>()->toPlainText(); }
    [[nodiscard]] bool inPicture(const char* id) { return view().scene()->picture().find(id).has_value(); }
    [[nodiscard]] QStringList listing() const {
        QStringList files;
        QDirIterator walk(m_folder.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QFileInfo info(walk.next());
            if (!info.filePath().contains(QLatin1String("/state")))
                files << info.filePath() + QString::number(info.lastModified().toMSecsSinceEpoch());
        }
        files.sort();
        return files;
    }

    /// What is kept of where the nodes of a graph lie.
    [[nodiscard]] graph::PicturePlaces places(const char* graph = "chem") {
        return m_places.load(userFolder().toStdString(), graph).value_or(graph::PicturePlaces{});
    }
    [[nodiscard]] QPointF at(const char* id) {
        const auto& scene = *view().scene();
        return scene.box(*scene.picture().find(id)).center();
    }
    /// A person drags a node; where it lies then.
    QPointF drag(const char* id, const QPoint& by = {70, 70}) {
        const QPoint from = view().toViewport(at(id)).toPoint();
        QWidget* viewport = view().viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, from);
        for (const int step : {1, 4, 10})
            QTest::mouseMove(viewport, from + by * step / 10);
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, from + by);
        return at(id);
    }
    /// Chooses in the bar above the picture.
    void choose(const ui::PictureChoice& choice) {
        picture().bar()->setChoice(choice);
        Q_EMIT picture().bar()->changed();
    }

    void waitForPicture() { QTRY_VERIFY_WITH_TIMEOUT(view().scene() && !picture().isBusy(), 20'000); }
    /// What the message bar says, a message a line.
    [[nodiscard]] QString told() { return window.messages()->texts().join(QLatin1Char('\n')); }
    /// A button of the message bar; null: there is none.
    [[nodiscard]] QPushButton* messageButton(const char* text) {
        for (QPushButton* button : window.messages()->findChildren<QPushButton*>())
            if (button->text().remove(QLatin1Char('&')).contains(QLatin1String(text)) && button->isVisible())
                return button;
        return nullptr;
    }
    void trigger(ui::Command command) { window.actions().action(command)->trigger(); }

    /// What another program does: files written one by one, in place.
    void write(const graph::UserFiles& files) {
        for (const auto& [path, file] : files.all()) {
            writeFile(userFolder() + QLatin1Char('/') + QString::fromStdString(path),
                      QByteArray::fromStdString(file->bytes));
        }
    }
    void restore() { write(m_files); }
    void remove(const char* path) {
        QVERIFY(QFile::remove(userFolder() + QLatin1Char('/') + QLatin1String(path)));
    }
    void rewrite(const char* path, const char* before, const char* after) {
        QFile file(userFolder() + QLatin1Char('/') + QLatin1String(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains(before));
        file.close();
        writeFile(file.fileName(), bytes.replace(before, after));
    }
    static void writeFile(const QString& name, const QByteArray& bytes) {
        QDir().mkpath(QFileInfo(name).path());
        QFile target(name);
        QVERIFY(target.open(QIODevice::WriteOnly));
        target.write(bytes);
    }
    void edit(const graph::GraphEdit& change) {
        const graph::UserFiles before = m_files;
        mustApply(m_files, change);
        graph::UserFiles changed;
        for (const graph::FileDifference& difference : graph::differences(before, m_files)) {
            if (difference.after)
                changed.put(difference.path, difference.after);
        }
        write(changed);
    }

    /// What an agent does by way of our own transactions, beside the window.
    ActionId change(const std::vector<graph::GraphEdit>& edits, const std::string& graph = "chem",
                    history::Actor actor = history::Actor::agent) {
        graph::GraphWorkspace workspace{m_environment, userFolder().toStdString(), actor, {}, {}, {}};
        const auto saved = graph::editGraph(workspace, graph, edits, {});
        if (!saved)
            throw std::runtime_error(describe(saved.error()));
        return saved->action;
    }
    /// The library's files by their paths, without what belongs to the histories.
    [[nodiscard]] std::map<std::string, std::string> bytes() {
        std::map<std::string, std::string> found;
        const auto read = graph::readUserFiles(*m_disk, userFolder().toStdString(), graph::ReadComposed::yes);
        if (read)
            for (const auto& [path, file] : read->all())
                found[path] = file->bytes;
        return found;
    }
    [[nodiscard]] QString stateFolder() const { return m_folder.filePath(QStringLiteral("state")); }
    [[nodiscard]] const journal::Environment& environment() const { return m_environment; }
    /// From now on it is always then.
    void stopClock(Timestamp moment) { m_clock.moment = moment; }

private:
    QTemporaryDir m_folder;
    graph::UserFiles m_files;
    std::unique_ptr<io::Disk> m_disk = io::makePosixDisk();
    VoyageClock m_clock;
    io::LockKeeper m_locks;
    journal::Environment m_environment{*m_disk, m_clock, m_locks, {}};
    ui::Settings m_settings{m_folder.filePath(QStringLiteral("state/settings.ini"))};
    ui::WindowState m_state{m_folder.filePath(QStringLiteral("state/state.ini"))};
    graph::PlaceStore m_places{*m_disk, m_folder.filePath(QStringLiteral("state/pictures")).toStdString()};

public:
    ScriptedPrompts prompts;
    journal::DraftStore drafts{*m_disk, m_folder.filePath(QStringLiteral("state/drafts")).toStdString()};
    ui::TaskRunner runner;
    ui::MainWindow window{parts()};

private:
    ui::WindowParts parts() {
        ui::WindowParts parts{m_environment, runner, m_settings, m_state, prompts, {}};
        parts.places = &m_places;
        parts.drafts = &drafts;
        parts.layoutProgram = STEMMA_LAYOUT_PROGRAM;
        return parts;
    }
};

} // namespace stemma::tests
