// SPDX-License-Identifier: MIT
// Nodes that a person moves in the picture, which can be undone.
#include <utility>

#include "ui/graph/picture_page.h"
#include "ui/graph/picture_view.h"
#include "ui/session/graph_command.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

/// A node that a person moved, to be moved back. It goes by itself when the layout that it was moved in is
/// no more.
class MoveElement final : public GraphCommand {
public:
    MoveElement(PicturePage& page, std::string id, const QPointF& from, const QPointF& to,
                const QString& text)
        : GraphCommand(page.m_graph, text)
        , m_page(page)
        , m_layout(page.m_layout)
        , m_id(std::move(id))
        , m_from(from)
        , m_to(to) {}
    [[nodiscard]] bool isStale() const override { return m_page.m_layout != m_layout; }
    void undo() override { place(m_from); }
    void redo() override { place(m_to); }

private:
    void place(const QPointF& centre) {
        if (isStale())
            setObsolete(true);
        else
            m_page.place(m_id, centre);
    }

    PicturePage& m_page;
    quint64 m_layout;
    std::string m_id;
    QPointF m_from, m_to;
};

void PicturePage::move(const QString& id, const QPointF& centre) {
    const auto element = m_picture.scene->picture().find(toUtf8(id));
    if (!element)
        return;
    m_undo->push(new MoveElement(*this, toUtf8(id), m_picture.scene->box(*element).center(), centre,
                                 tr("move of %1 in the picture").arg(isolated(labelOf(id)))));
}

void PicturePage::place(const std::string& id, const QPointF& centre) {
    const auto element = m_picture.scene ? m_picture.scene->picture().find(id) : std::nullopt;
    if (!element)
        return; // it is gone, or isn't in this part
    m_picture.scene = m_picture.scene->withMoved(*element, centre);
    m_view->setScene(m_picture.scene, PictureView::Keep::view, m_view->marks());
    if (m_picture.kept)
        m_maker->remember(m_picture, *element);
}

} // namespace stemma::ui
