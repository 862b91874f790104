// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <set>
#include <stop_token>
#include <string>

#include <QObject>
#include <QPointer>

#include "ui/feed/feed_ability.h"
#include "ui/feed/feed_model.h"
#include "ui/session/change_reading.h"
#include "ui/session/library_session.h"

namespace stemma::ui {

class ChangePage;
class FeedList;
struct Message;

/// The feed as a place in the window: its list, and the page of the chosen change. It is read while it is on
/// show, and follows other programs.
class FeedDesk : public QObject {
    Q_OBJECT
public:
    /// Both outlive it. Its list and its page belong to whoever shows them.
    FeedDesk(TaskRunner& runner, const Clock& clock, QObject* parent = nullptr);
    ~FeedDesk() override;

    void open(LibrarySession& library);
    void close();
    [[nodiscard]] FeedList* list() const { return m_list; }
    [[nodiscard]] ChangePage* page() const { return m_page; }
    [[nodiscard]] FeedModel* model() const { return m_model.get(); }

    /// The person goes to the feed, or leaves it.
    void setShown(bool shown);
    [[nodiscard]] FeedAbility ability() const;
    void focusList();
    /// Shows only the changes of the chosen one's request; or all again.
    void onlyRequest();
    void showAll();
    void openReport();

Q_SIGNALS:
    void stateChanged();
    void message(const stemma::ui::Message& message);
    void failed(const stemma::Error& error);
    /// The report of that row is to be shown with its history, at that change if it has an id.
    void versionWanted(const QString& key, const std::string& action);

private:
    struct Made;
    void look();
    void tellProblems();
    void filter();
    void takeRows(Made made);
    void showCurrent();
    void readCurrent();
    void showFacts(const report::FeedEntry& entry);
    void countShown();
    void takeCounts(const std::vector<std::pair<std::string, report::FeedCount>>& counts);
    void updateTexts();
    [[nodiscard]] const report::FeedEntry* current() const;

    TaskRunner& m_runner;
    const Clock& m_clock;
    std::unique_ptr<FeedModel> m_model;
    FeedList* m_list = nullptr;
    ChangePage* m_page = nullptr;
    QPointer<LibrarySession> m_library;
    std::shared_ptr<report::StoreFeed> m_store;
    std::shared_ptr<const report::Feed> m_feed;
    bool m_shown = false;
    bool m_looking = false;
    bool m_lookAgain = false;
    bool m_stale = false; ///< something was written while it wasn't on show
    quint64 m_filters = 0;
    quint64 m_libraries = 0;
    std::string m_showing; ///< the key of the entry on the page, and its time
    std::set<std::string> m_toldProblems;
    bool m_counting = false;
    std::stop_source m_stopReading;
    std::stop_source m_stopLooking;
};

} // namespace stemma::ui
