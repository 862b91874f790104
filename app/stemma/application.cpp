// SPDX-License-Identifier: MIT
#include "app/stemma/application.h"

#include <csignal>
#include <filesystem>

#include <QApplication>
#include <QLocale>
#include <QStandardPaths>

#include "app/logging/log_file.h"
#include "core/base/clock.h"
#include "core/graph/picture_places.h"
#include "core/io/copy_tree.h"
#include "core/io/lock_keeper.h"
#include "core/io/posix_disk.h"
#include "core/layout/layout.h"
#include "core/marks/baselines.h"
#include "core/marks/mark_store.h"
#include "core/marks/trust_store.h"
#include "core/marks/retention_store.h"
#include "core/spelling/dictionary.h"
#include "ui/graph/picture_access.h"
#include "ui/history/diff_access.h"
#include "ui/session/task_runner.h"
#include "ui/shell/main_window.h"
#include "ui/shell/prompts.h"
#include "ui/shell/settings.h"
#include "ui/shell/theme.h"
#include "ui/text/english_plurals.h"

namespace stemma::app {

namespace {

/// A folder of ours below one of the person's, made with mode 0700. Where it can't be made, what goes there
/// is lost at the end and nothing else.
QString ownFolder(const QString& base) {
    const QString folder = base + QStringLiteral("/stemma");
    std::error_code failed;
    const std::filesystem::path path(folder.toStdString());
    if (std::filesystem::create_directories(path, failed) && !failed)
        std::filesystem::permissions(path, std::filesystem::perms::owner_all, failed);
    return folder;
}

QString configFile() {
    return ownFolder(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)) +
           QStringLiteral("/stemma.ini");
}

/// Qt 6.4 knows no place for state yet (XDG Base Directory Specification, XDG_STATE_HOME).
QString stateFolder() {
    QString base = qEnvironmentVariable("XDG_STATE_HOME");
    if (!base.startsWith(QLatin1Char('/')))
        base =
            QStandardPaths::writableLocation(QStandardPaths::HomeLocation) + QStringLiteral("/.local/state");
    return ownFolder(base);
}

QString stateFile() {
    return stateFolder() + QStringLiteral("/window.ini");
}

std::string draftFolder() {
    return (stateFolder() + QStringLiteral("/drafts")).toStdString();
}

std::string pictureFolder() {
    return (stateFolder() + QStringLiteral("/pictures")).toStdString();
}

/// Where the command line keeps them too.
std::string markFolder() {
    return (stateFolder() + QStringLiteral("/marks")).toStdString();
}

/// The same that stemmactl has.
std::string trustFolder() {
    return (stateFolder() + QStringLiteral("/chains")).toStdString();
}

std::string sampleOrigin() {
    return (QCoreApplication::applicationDirPath() + QStringLiteral("/../share/stemma/sample-library"))
        .toStdString();
}

std::string samplePlace() {
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return (data + QStringLiteral("/stemma/sample-library")).toStdString();
}

/// The person's own copy of the sample library: made once, then theirs.
Result<std::string> makeSample(io::Disk& disk, const std::string& origin, const std::string& place) {
    const Status copied = io::copyTree(disk, origin, place);
    if (!copied && copied.error().code != ErrorCode::conflict)
        return fail(copied.error());
    return place;
}

} // namespace

struct Application::Parts {
    explicit Parts(const Invocation& asked)
        : invocation(asked)
        , log("stemma", asked.logLevel)
        , disk(io::makePosixDisk())
        , environment{*disk, clock, locks, log.trace()}
        , settings(configFile())
        , state(stateFile())
        , drafts(*disk, draftFolder())
        , places(*disk, pictureFolder())
        , marks(*disk, markFolder())
        , trust(*disk, trustFolder())
        , retention(*disk, markFolder())
        , baselines(*disk, markFolder())
        , window(ui::WindowParts{environment, runner, settings, state, prompts,
                                 [this, origin = sampleOrigin(), place = samplePlace()] {
                                     return makeSample(*disk, origin, place);
                                 },
                                 &drafts, spelling::dictionaryFolders(qgetenv("DICPATH").toStdString()),
                                 QLocale::system().name().toStdString(), &places, layout::layoutProgram(),
                                 &marks, &trust, &retention, &baselines}) {}

    Invocation invocation;
    logging::LogFile log;
    std::unique_ptr<io::Disk> disk;
    SystemClock clock;
    io::LockKeeper locks;
    journal::Environment environment;
    ui::Settings settings;
    ui::WindowState state;
    journal::DraftStore drafts;
    graph::PlaceStore places;
    marks::MarkStore marks;
    marks::TrustStore trust;
    marks::RetentionStore retention;
    marks::BaselineStore baselines;
    ui::DesktopPrompts prompts;
    ui::TaskRunner runner;
    // Last: it goes first, and the runner then waits for what still writes.
    ui::MainWindow window;
};

void nameApplication() {
    QCoreApplication::installTranslator(new ui::EnglishPlurals(QCoreApplication::instance()));
    QApplication::setApplicationName(QStringLiteral("stemma"));
    QApplication::setApplicationDisplayName(QCoreApplication::translate("stemma::app", "Stemma"));
    QApplication::setApplicationVersion(QStringLiteral(STEMMA_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("io.github.stemma_desktop.Stemma"));
    QApplication::setWindowIcon(ui::themeIcon(ui::IconName::application));
}

Application::Application(const Invocation& invocation) {
    // A reader that went away, or a full quota, is an error value of a write and no reason to die.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    ui::PictureAccess::install();
    ui::DiffAccess::install();
    m_parts = std::make_unique<Parts>(invocation);
}

Application::~Application() = default;

int Application::run() {
    ui::MainWindow& window = m_parts->window;
    m_parts->log.write(logging::Level::info, "start", {{"version", STEMMA_VERSION}});
    window.show();
    if (m_parts->invocation.sample)
        window.openSample();
    else if (!m_parts->invocation.path.empty())
        window.open(QString::fromStdString(m_parts->invocation.path));
    else
        window.reopenLibrary();
    const int code = QApplication::exec();
    m_parts->log.write(logging::Level::info, "end");
    return code;
}

} // namespace stemma::app
