// SPDX-License-Identifier: MIT
#include "ui/graph/graph_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "core/graph/compose.h"
#include "core/json/python_format.h"
#include "core/yaml/yaml_text.h"
#include "ui/graph/node_table.h"
#include "ui/graph/picture_page.h"
#include "ui/report/elided_label.h"
#include "ui/report/source_document.h"
#include "ui/report/source_view.h"
#include "ui/session/task_runner.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

/// What a page of text shows: the graph's own text, or what composing makes of it now.
std::string textOf(const UserGraphs& graphs, const std::string& id, GraphPage::Page page) {
    if (page == GraphPage::TextTab) {
        const graph::Graph* graph = graphs.store.graph(id);
        return graph ? graph->text : std::string();
    }
    const graph::Composed composed = graph::composeGraph(graphs.files, graphs.store, id);
    return page == GraphPage::JsonTab ? json::pythonText(composed.polymorphic)
                                      : yaml::text(composed.polymorphic, yaml::Unicode::raw);
}

QString listOf(const std::vector<Problem>& problems) {
    QStringList lines;
    for (const Problem& problem : problems) {
        if (problem.severity != Severity::info)
            lines << fromUtf8(problem.message);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

GraphPage::GraphPage(TaskRunner& runner, graph::PlaceStore* places, const std::string& program,
                     QWidget* parent)
    : QWidget(parent)
    , m_runner(runner) {
    build(runner, places, program);
    connectParts();
    setGraph(nullptr, {});
}

void GraphPage::build(TaskRunner& runner, graph::PlaceStore* places, const std::string& program) {
    m_title = new ElidedLabel(this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    m_title->setFont(large);
    m_facts = new QLabel(this);
    m_facts->setTextFormat(Qt::PlainText);
    m_banner = new QLabel(this);
    m_banner->setWordWrap(true);
    m_banner->setTextFormat(Qt::PlainText);
    m_banner->setMargin(6);
    m_banner->setAutoFillBackground(true);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Search this graph"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themeIcon(IconName::find), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    m_search->setAccessibleName(m_search->placeholderText());
    m_note = new QLabel(this);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_tabs = new QTabBar(this);
    for (const QString& text : {tr("Picture"), tr("Table"), tr("Text"), tr("JSON"), tr("YAML")})
        m_tabs->addTab(text);
    m_tabs->setDrawBase(false);
    m_picture = new PicturePage(runner, places, program, this);
    m_table = new NodeTable(runner, this);
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(m_picture);
    m_pages->addWidget(m_table);
    for (const Page page : {TextTab, JsonTab, YamlTab}) {
        m_sources[page] = new SourceView(this);
        m_sources[page]->setAccessibleName(m_tabs->tabText(page));
        m_pages->addWidget(m_sources[page]);
    }
    auto* tabRow = new QHBoxLayout;
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    tabRow->addWidget(m_note);
    tabRow->addWidget(m_search, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_banner);
    layout->addLayout(tabRow);
    layout->addWidget(m_pages, 1);
}

void GraphPage::connectParts() {
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
        m_pages->setCurrentIndex(page);
        makeCurrent();
        setSearch(m_search->text());
        Q_EMIT pageChanged(page);
    });
    connect(m_picture, &PicturePage::currentChanged, this, &GraphPage::setCurrent);
    connect(m_picture, &PicturePage::activated, this, &GraphPage::cardWanted);
    connect(m_picture, &PicturePage::failed, this, &GraphPage::failed);
    connect(m_picture, &PicturePage::noteChanged, this, [this](const QString& note) {
        m_pictureNote = note;
        showNote();
    });
    connect(m_picture, &PicturePage::morphsChanged, this, [this] { Q_EMIT currentChanged(m_current); });
    connect(m_table, &NodeTable::currentChosen, this, &GraphPage::setCurrent);
    connect(m_table, &NodeTable::arranged, this, &GraphPage::showNote);
    connect(m_table, &NodeTable::opened, this, &GraphPage::cardWanted);
    connect(m_search, &QLineEdit::textChanged, this, &GraphPage::setSearch);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { findNext(1); });
}

void GraphPage::setGraph(std::shared_ptr<const UserGraphs> graphs, const std::string& graph) {
    const bool same = m_graphs && graphs && m_graphs->user == graphs->user && m_graph == graph;
    const bool previewed = graphs && m_picture->isPreviewOf(graphs->folder, graph);
    m_runner.discard(std::exchange(m_graphs, std::move(graphs)));
    m_graph = m_graphs ? graph : std::string();
    m_stale.fill(true);
    if (!same && !previewed)
        forget();
    showHeader();
    makeCurrent();
    Q_EMIT currentChanged(m_current);
}

void GraphPage::setPreview(const QString& title, const std::string& folder, const std::string& graph,
                           const std::shared_ptr<const graph::Picture>& preview) {
    if (m_graphs || page() != PictureTab)
        return;
    m_title->setFullText(title);
    for (QWidget* part : std::initializer_list<QWidget*>{m_note, m_pages})
        part->show();
    m_picture->setPreview(folder, graph, preview);
}

/// Pages that aren't on show, too, let go of what another graph had chosen, tried and moved.
void GraphPage::forget() {
    m_current.clear();
    m_picture->setGraph(nullptr, {});
    m_table->setGraph(nullptr, {});
    for (SourceView* source : m_sources) {
        if (source)
            source->setShown(nullptr);
    }
    for (quint64& generation : m_generations)
        ++generation; // what is being made is another graph's
}

void GraphPage::showHeader() {
    const graph::Graph* graph = m_graphs ? m_graphs->store.graph(m_graph) : nullptr;
    for (QWidget* part : std::initializer_list<QWidget*>{m_facts, m_tabs, m_search, m_note, m_pages})
        part->setVisible(graph != nullptr);
    if (!graph) {
        m_title->setFullText(m_graphs ? tr("This graph is gone") : QString());
        m_banner->hide();
        return;
    }
    m_title->setFullText(fromUtf8(graph->title.empty() ? graph->id : graph->title));
    QStringList facts{tr("%n node(s)", nullptr, static_cast<int>(graph->nodes.size()))};
    if (graph->description && !graph->description->empty())
        facts << oneLine(fromUtf8(*graph->description), 200);
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    const QString problems = listOf(graph->problems);
    m_banner->setText(problems);
    m_banner->setVisible(!problems.isEmpty());
    QPalette warning = palette();
    warning.setColor(QPalette::Window, toneGround(Tone::warning, palette()));
    m_banner->setPalette(warning);
}

GraphPage::Page GraphPage::page() const {
    return static_cast<Page>(m_tabs->currentIndex());
}

void GraphPage::showPage(Page page) {
    m_tabs->setCurrentIndex(page);
    m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

QWidget* GraphPage::pane() const {
    if (m_pages->isHidden())
        return nullptr;
    return page() == PictureTab ? m_picture->focusProxy() : m_pages->currentWidget();
}

void GraphPage::makeCurrent() {
    if (!m_graphs || !m_stale[page()])
        return;
    m_stale[page()] = false;
    switch (page()) {
    case PictureTab:
        m_picture->setGraph(m_graphs, m_graph);
        if (m_picture->current() != m_current)
            m_picture->setCurrent(m_current);
        break;
    case TableTab:
        m_table->setGraph(m_graphs, m_graph);
        m_table->setCurrent(m_current);
        break;
    default:
        makeSource(page());
        break;
    }
}

void GraphPage::makeSource(Page page) {
    const quint64 generation = ++m_generations[page];
    m_runner.run(
        this,
        [graphs = m_graphs, graph = m_graph, page, style = sourceStyle(palette(), m_sources[page]->font())] {
            const std::string text = textOf(*graphs, graph, page);
            const bool coloured = page == JsonTab && text.size() <= colouredSizeLimit;
            return sourceDocument(sourceText(text), style, coloured ? Colours::yes : Colours::no);
        },
        [this, page, generation](const std::shared_ptr<QTextDocument>& document) {
            if (generation == m_generations[page])
                m_sources[page]->setShown(document);
        });
}

// --- one selection, one search

/// A page that isn't up to date is told when it is shown: what is chosen may not be in it yet.
void GraphPage::setCurrent(const QString& id) {
    m_current = id;
    if (!m_stale[PictureTab] && m_picture->current() != id)
        m_picture->setCurrent(id);
    if (!m_stale[TableTab] && m_table->current() != id)
        m_table->setCurrent(id);
    Q_EMIT currentChanged(id);
}

void GraphPage::setSearch(const QString& text) {
    if (page() == PictureTab)
        m_picture->setSearch(text);
    else if (page() == TableTab)
        m_table->setFilter(text);
    showNote();
}

void GraphPage::findText() {
    if (page() > TableTab)
        showPage(PictureTab);
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void GraphPage::findNext(int step) {
    if (page() == PictureTab)
        m_picture->showNextFound(step);
    else if (page() == TableTab && !m_search->text().isEmpty())
        m_table->showNext(step);
}

/// What is said beside the search is of the page that is on show.
void GraphPage::showNote() {
    if (page() == PictureTab)
        m_note->setText(m_pictureNote);
    else if (page() == TableTab && !m_search->text().isEmpty())
        m_note->setText(tr("%n found", nullptr, m_table->shownCount()));
    else
        m_note->clear();
}

void GraphPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_search->hasFocus()) {
        m_search->clear();
        m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace stemma::ui
