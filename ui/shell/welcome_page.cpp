// SPDX-License-Identifier: MIT
#include "ui/shell/welcome_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/shell/link_row.h"
#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

constexpr int columnWidth = 560;
constexpr int iconSide = 72;

void empty(QVBoxLayout& layout) {
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

QLabel* quietLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

/// The folder's own name, or for a root called "reports" the name of the place around it as well.
QString nameOf(const QString& root) {
    const QStringList parts = root.split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (parts.isEmpty())
        return root;
    if (parts.size() > 1 && parts.last() == QLatin1String("reports"))
        return parts.at(parts.size() - 2) + QLatin1Char('/') + parts.last();
    return parts.last();
}

} // namespace

WelcomePage::WelcomePage(QWidget* parent)
    : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Welcome"));
    auto* page = new QWidget(this);
    auto* centering = new QHBoxLayout(page);
    auto* content = new QWidget(page);
    content->setMaximumWidth(columnWidth);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(24, 36, 24, 36);
    column->setSpacing(8);
    column->addWidget(heading());
    column->addSpacing(16);
    column->addWidget(buttons());
    column->addSpacing(16);
    m_recent = addGroup(*column, tr("Recent libraries"));
    column->addSpacing(12);
    m_found = addGroup(*column, tr("Found on this machine"));
    column->addStretch(1);
    centering->addStretch(1);
    centering->addWidget(content, 100);
    centering->addStretch(1);
    setWidget(page);
    setRecent({});
    setFound(nullptr);
}

QWidget* WelcomePage::heading() {
    auto* heading = new QWidget(this);
    auto* layout = new QHBoxLayout(heading);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(20);
    auto* picture = new QLabel(heading);
    picture->setPixmap(
        themeIcon(IconName::application).pixmap(QSize(iconSide, iconSide), devicePixelRatio()));
    layout->addWidget(picture);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(4);
    auto* name = new QLabel(tr("Stemma"), heading);
    QFont font = name->font();
    font.setPointSizeF(font.pointSizeF() * 1.9);
    font.setBold(true);
    name->setFont(font);
    texts->addWidget(name);
    texts->addWidget(
        quietLabel(tr("See what changed in your reports, who changed it, and take it back."), heading));
    layout->addLayout(texts, 1);
    return heading;
}

QWidget* WelcomePage::buttons() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* open = new QPushButton(themeIcon(IconName::open), tr("&Open Library…"), row);
    open->setDefault(true);
    connect(open, &QPushButton::clicked, this, &WelcomePage::openRequested);
    layout->addWidget(open);
    auto* sample = new QPushButton(themeIcon(IconName::library), tr("Open the Sa&mple Library"), row);
    sample->setToolTip(tr("Makes a small library of example reports in a folder of yours and opens it"));
    connect(sample, &QPushButton::clicked, this, &WelcomePage::sampleRequested);
    layout->addWidget(sample);
    layout->addStretch(1);
    return row;
}

QVBoxLayout* WelcomePage::addGroup(QVBoxLayout& column, const QString& title) {
    auto* label = new QLabel(title);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    column.addWidget(label);
    auto* list = new QVBoxLayout;
    list->setContentsMargins(0, 0, 0, 0);
    list->setSpacing(2);
    column.addLayout(list);
    return list;
}

void WelcomePage::setRecent(const QStringList& roots) {
    empty(*m_recent);
    if (roots.isEmpty())
        m_recent->addWidget(quietLabel(tr("Libraries that you open are listed here."), this));
    for (const QString& root : roots) {
        auto* row = new LinkRow(themeIcon(IconName::library), nameOf(root), root, widget());
        connect(row, &LinkRow::clicked, this, [this, root] { Q_EMIT libraryChosen(root); });
        row->addButton(themeIcon(IconName::close), tr("Take “%1” off this list").arg(nameOf(root)),
                       [this, root] { Q_EMIT forgetRequested(root); });
        m_recent->addWidget(row);
    }
}

void WelcomePage::setFound(const std::vector<report::LibraryPlace>* found) {
    empty(*m_found);
    if (found == nullptr) {
        m_found->addWidget(quietLabel(tr("Looking…"), this));
        return;
    }
    if (found->empty()) {
        m_found->addWidget(quietLabel(
            tr("No report library was found in the usual places. Open Library… takes any folder."), this));
        return;
    }
    for (const auto& place : *found) {
        const QString root = fromUtf8(place.path);
        auto* row = new LinkRow(themeIcon(IconName::library), nameOf(root), root, widget());
        row->setToolTip(tr("%1\nFound by: %2", "path, where it is named").arg(root, fromUtf8(place.origin)));
        connect(row, &LinkRow::clicked, this, [this, root] { Q_EMIT libraryChosen(root); });
        m_found->addWidget(row);
    }
}

} // namespace stemma::ui
