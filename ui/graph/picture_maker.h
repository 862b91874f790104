// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include <QFont>
#include <QObject>
#include <QPointer>
#include <QStringList>

#include "core/graph/picture_difference.h"
#include "ui/graph/place_keeper.h"
#include "ui/session/graph_past.h"

namespace stemma::ui {

class Job;
class TaskRunner;

/// What of a graph is to be pictured, and how.
struct PictureWish {
    std::string graph;
    graph::PictureOptions options;
    layout::Kind kind = layout::Kind::force;
    /// What it begins with, and how far it goes; none: the whole graph, however large.
    struct Focus {
        std::vector<std::string> from;
        unsigned depth = 1;
    };
    std::optional<Focus> focus;
    graph::EdgeFilter filter; ///< edges that are shown; its direction is of a focus
    /// Two states that the picture shows the difference of, in place of how it is now; null: it shows that.
    GraphStatesPtr compared;
    QFont font;
    enum class Places { keep, anew }; ///< anew: laid out without a look at what is known
    Places places = Places::keep;
};

/// A graph of at most that many elements is pictured whole unless asked otherwise; of a larger one a part is.
inline constexpr std::size_t wholePictureLimit = 400;
/// How much a part shows at most: what is nearest, and with more steps more, so that it is there in a second.
[[nodiscard]] constexpr std::size_t mostOfAPart(unsigned depth) {
    return wholePictureLimit * (depth > 2 ? depth - 1 : 1);
}

/// What a picture is made from.
struct PictureSource {
    std::string folder;                              ///< of the user
    std::shared_ptr<const UserGraphs> graphs;        ///< or, while these are read,
    std::shared_ptr<const graph::Picture> preview{}; ///< the whole graph as it was composed last
};

/// What a wish became.
struct MadePicture {
    PictureWish wish;
    std::string folder; ///< of the user
    std::shared_ptr<const PictureScene> scene;
    std::size_t wholeSize = 0;     ///< elements of the whole graph
    std::string centre;            ///< what the picture begins with, where it is a part
    bool cut = false;              ///< a part that would be larger: what is nearest is shown
    bool kept = false;             ///< these places are the graph's own: moves of nodes are remembered
    bool laidOut = false;          ///< everything lies elsewhere than in any picture before
    graph::PictureChanges changes; ///< where two states are compared
    QStringList labels;            ///< of the elements, folded for searching
    std::map<std::string, std::size_t> relations; ///< of the whole graph
};

/// Makes pictures on the pool: what is in them, where it lies. A later wish takes the place of an earlier
/// one; a long layout is a job that can be cancelled, and then the picture stays as it was. Places that are
/// known are kept: a change of one node moves no other.
class PictureMaker : public QObject {
    Q_OBJECT
public:
    /// `places`: where they are kept; null: nowhere. Both outlive the maker. `program`:
    /// layout::layoutProgram().
    PictureMaker(TaskRunner& runner, graph::PlaceStore* places, std::string program,
                 QObject* parent = nullptr);
    ~PictureMaker() override;

    /// Answers with made() or failed(). `shown`: the picture before, whose nodes stay where they lie where it
    /// is one of the same graph and layout. A layout anew that is under way and of the same graph and kind is
    /// begun again: it isn't given up.
    void make(PictureSource source, PictureWish wish, const MadePicture& shown = {});
    /// The picture that is being made isn't wanted any more: nothing is answered.
    void cancel();
    /// Remembers where an element of a picture lies now.
    void remember(const MadePicture& picture, std::uint32_t element);
    [[nodiscard]] bool isBusy() const { return m_busy; }

Q_SIGNALS:
    void made(const stemma::ui::MadePicture& picture);
    /// Cancelled by the person, or the layout failed.
    void failed(const stemma::Error& error);
    /// The picture is there, but where its nodes lie can't be kept.
    void notKept(const stemma::Error& error);

private:
    void take(MadePicture picture);
    void keep(PlaceChange change);

    TaskRunner& m_runner;
    std::shared_ptr<PlaceKeeper> m_keeper; ///< shared with what runs on the pool
    std::string m_program;
    QPointer<Job> m_job;
    std::string m_folder; ///< of what is being made, and
    PictureWish m_wish;   ///< how; while that is busy
    quint64 m_generation = 0;
    bool m_busy = false;
};

} // namespace stemma::ui
