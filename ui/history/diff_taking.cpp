// SPDX-License-Identifier: MIT
// What one takes away of a difference: Markdown, a patch, paper.
#include <QApplication>
#include <QClipboard>
#include <QPrintPreviewDialog>
#include <QPrinter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

#include "core/diff/unified_diff.h"
#include "ui/history/diff_canvas.h"
#include "ui/history/diff_document.h"
#include "ui/history/diff_markdown.h"
#include "ui/history/diff_view.h"
#include "ui/session/task_runner.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

/// What is to be seen, with nothing in a fold any more.
DiffPlan DiffView::shownPlan() const {
    DiffPlan plan;
    if (!m_canvas->plan())
        return plan;
    for (int row = 0; row < m_canvas->rowCount(); ++row) {
        DiffBlock block = m_canvas->block(row);
        if (block.kind == DiffBlock::Kind::fold && m_canvas->isOpen(row))
            continue;
        if (block.kind != DiffBlock::Kind::fold)
            block.fold = -1;
        plan.blocks.push_back(std::move(block));
    }
    return plan;
}

QString DiffView::markdown() const {
    if (!m_canvas->plan())
        return {};
    const std::vector<int> selected = m_canvas->selectedBlocks();
    DiffPlan plan;
    for (const int block : selected)
        plan.blocks.push_back(m_canvas->plan()->blocks[static_cast<std::size_t>(block)]);
    return selected.empty() ? markdownOf(shownPlan(), direction()) : markdownOf(plan, {});
}

void DiffView::copyMarkdown() const {
    if (const QString text = markdown(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void DiffView::copyPatch() {
    if (!isOfFiles() || m_runner == nullptr)
        return;
    m_runner->run(
        this,
        [source = m_source, swapped = m_swapped] {
            const std::string& before = swapped ? source->after : source->before;
            const std::string& after = swapped ? source->before : source->after;
            return fromUtf8(diff::unifiedDifference(before, after, "a/outline.json", "b/outline.json"));
        },
        [](const QString& patch) { QApplication::clipboard()->setText(patch); });
}

std::shared_ptr<QTextDocument> DiffView::printable() const {
    const QPalette paper(Qt::black, Qt::white, Qt::white, Qt::darkGray, Qt::gray, Qt::black, Qt::white,
                         Qt::white, Qt::white);
    DiffPlan plan = shownPlan();
    plan.blocks.insert(plan.blocks.begin(), {DiffBlock::Kind::note, {{direction(), DiffTone::strong}}});
    QFont font = m_canvas->font();
    font.setPointSizeF(10);
    const auto document = diffDocument(plan, diffStyle(paper, font)).document;
    document->moveToThread(thread());
    return document;
}

void DiffView::print() {
    if (!m_isShown || m_runner == nullptr)
        return;
    auto* dialog = new QPrintPreviewDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Print the Differences"));
    connect(dialog, &QPrintPreviewDialog::paintRequested, dialog,
            [document = printable()](QPrinter* printer) { document->print(printer); });
    dialog->open();
}

} // namespace stemma::ui
