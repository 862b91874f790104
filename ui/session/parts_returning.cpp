// SPDX-License-Identifier: MIT
// Parts of a report that come back from a version: what can be chosen, what that would do, and the act.
#include "ui/session/parts_returning.h"

#include <utility>

#include "ui/session/report_session.h"

namespace stemma::ui {

void ReportSession::openParts(const PartsOrigin& origin) {
    auto work = [workspace = m_library.workspace(), id = m_id,
                 origin]() -> Result<std::shared_ptr<PartsBasis>> {
        auto source = report::readPartsSource(workspace, id, {origin.version, {}, origin.trashed});
        if (!source)
            return fail(std::move(source.error()));
        return std::make_shared<PartsBasis>(PartsBasis{origin, std::move(*source)});
    };
    m_library.runner().run(
        this, std::move(work),
        [this, generation = ++m_previewGeneration](const Result<std::shared_ptr<PartsBasis>>& basis) {
            if (generation != m_previewGeneration)
                return;
            if (basis)
                Q_EMIT partsReady(*basis);
            else
                Q_EMIT failed(basis.error());
        });
}

void ReportSession::previewParts(report::RestorePartsRequest request, const QString& partsText,
                                 const QString& originText) {
    auto offer = std::make_shared<PartsOffer>();
    offer->request = std::move(request);
    offer->partsText = partsText;
    offer->originText = originText;
    auto work = [workspace = m_library.workspace(), id = m_id, offer]() -> Status {
        auto preview = report::previewRestoreParts(workspace, id, offer->request);
        if (!preview)
            return fail(std::move(preview.error()));
        offer->preview = std::move(*preview);
        return {};
    };
    m_library.runner().run(this, std::move(work),
                           [this, offer, generation = ++m_previewGeneration](const Status& made) {
                               if (generation != m_previewGeneration)
                                   return;
                               if (made)
                                   Q_EMIT partsOffered(offer);
                               else
                                   Q_EMIT partsRefused(made.error());
                           });
}

void ReportSession::restoreParts(const PartsOffer& offer) {
    write(
        [id = m_id, request = offer.request,
         base = offer.preview.baseSha256](const report::Workspace& workspace) {
            return report::restoreParts(workspace, id, request, base);
        },
        tr("Restored %1 from the version %2.", "what; … before “edited” by agent, 14:02")
            .arg(offer.partsText, offer.originText));
}

} // namespace stemma::ui
