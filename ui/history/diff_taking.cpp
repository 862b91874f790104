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

void DiffView::copyMade(std::function<QString()> make) {
    m_runner->run(this, std::move(make), [this, copy = ++m_copies](const QString& text) {
        if (copy == m_copies && !text.isEmpty())
            QApplication::clipboard()->setText(text);
    });
}

void DiffView::copyMarkdown() {
    if (!m_canvas->plan() || m_runner == nullptr)
        return;
    copyMade([plan = m_canvas->plan(), wish = m_canvas->wish(), selected = m_canvas->selectedBlocks(),
              head = direction()] {
        if (selected.empty())
            return markdownOf(shownPlan(*plan, wish), head);
        DiffPlan chosen;
        for (const int block : selected)
            chosen.blocks.push_back(plan->blocks[static_cast<std::size_t>(block)]);
        return markdownOf(chosen, {});
    });
}

void DiffView::copyPatch() {
    if (!isOfFiles() || m_runner == nullptr)
        return;
    copyMade([source = m_source, swapped = m_swapped] {
        const std::string& before = swapped ? source->after : source->before;
        const std::string& after = swapped ? source->before : source->after;
        return fromUtf8(diff::unifiedDifference(before, after, "a/outline.json", "b/outline.json"));
    });
}

void DiffView::makePrintable(std::function<void(std::shared_ptr<QTextDocument>)> done) {
    if (!m_canvas->plan() || m_runner == nullptr)
        return;
    const QPalette paper(Qt::black, Qt::white, Qt::white, Qt::darkGray, Qt::gray, Qt::black, Qt::white,
                         Qt::white, Qt::white);
    QFont font = m_canvas->font();
    font.setPointSizeF(10);
    m_runner->run(
        this,
        [plan = m_canvas->plan(), wish = m_canvas->wish(), style = diffStyle(paper, font),
         head = direction()] {
            DiffPlan shown = shownPlan(*plan, wish);
            shown.blocks.insert(shown.blocks.begin(), {DiffBlock::Kind::note, {{head, DiffTone::strong}}});
            return diffDocument(shown, style).document;
        },
        [this, done = std::move(done)](const std::shared_ptr<QTextDocument>& document) {
            document->moveToThread(thread());
            done(document);
        });
}

void DiffView::print() {
    if (!m_isShown)
        return;
    makePrintable([this](const std::shared_ptr<QTextDocument>& document) {
        auto* dialog = new QPrintPreviewDialog(this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setWindowTitle(tr("Print the Differences"));
        connect(dialog, &QPrintPreviewDialog::paintRequested, dialog,
                [document](QPrinter* printer) { document->print(printer); });
        dialog->open();
    });
}

} // namespace stemma::ui
