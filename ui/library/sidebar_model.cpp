// SPDX-License-Identifier: MIT
#include "ui/library/sidebar_model.h"

#include <algorithm>
#include <map>
#include <utility>

#include <QSet>

#include "ui/shell/theme.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

// A row of the top level carries 0, a tag anything else.
constexpr quintptr topLevel = 0;
constexpr quintptr tagLevel = 1;

} // namespace

SidebarModel::SidebarModel(QObject* parent)
    : QAbstractItemModel(parent)
    , m_counts(placeCount, 0) {
    m_counts[healthPlace] = -1;
}

PlaceCounts countPlaces(const ListRows& rows) {
    const ListScope all, attention{ListScope::Kind::attention, {}}, archived{ListScope::Kind::archived, {}};
    PlaceCounts counts;
    std::map<QString, int> tags;
    for (const auto& row : rows) {
        const bool listed = all.contains(*row);
        counts.all += listed ? 1 : 0;
        counts.attention += attention.contains(*row) ? 1 : 0;
        counts.archived += archived.contains(*row) ? 1 : 0;
        counts.trash += row->place == ListRow::Place::trash ? 1 : 0;
        if (!listed)
            continue;
        // A file may name a tag twice; the report is one.
        const QSet<QString> distinct(row->tags.begin(), row->tags.end());
        for (const auto& tag : distinct)
            ++tags[tag];
    }
    for (const auto& [name, count] : tags)
        counts.tags.push_back({name, count});
    return counts;
}

void SidebarModel::setCounts(const PlaceCounts& counts) {
    setCount(allPlace, counts.all);
    setCount(tagsPlace, static_cast<int>(counts.tags.size()));
    setCount(attentionPlace, counts.attention);
    setCount(archivedPlace, counts.archived);
    setCount(trashPlace, counts.trash);
    setTags(counts.tags);
}

void SidebarModel::setCount(Place place, int count) {
    auto& held = m_counts[static_cast<std::size_t>(place)];
    if (held == count)
        return;
    held = count;
    const QModelIndex changed = index(place, 0);
    Q_EMIT dataChanged(changed, changed);
}

void SidebarModel::setTags(const std::vector<Tag>& tags) {
    const QModelIndex parent = tagsIndex();
    const auto less = [](const Tag& left, const Tag& right) { return left.name < right.name; };
    for (auto at = m_tags.size(); at-- > 0;) {
        if (std::binary_search(tags.begin(), tags.end(), m_tags[at], less))
            continue;
        beginRemoveRows(parent, static_cast<int>(at), static_cast<int>(at));
        m_tags.erase(m_tags.begin() + static_cast<std::ptrdiff_t>(at));
        endRemoveRows();
    }
    for (std::size_t at = 0; at < tags.size(); ++at) {
        if (at < m_tags.size() && m_tags[at].name == tags[at].name) {
            if (std::exchange(m_tags[at].count, tags[at].count) != tags[at].count) {
                const QModelIndex changed = index(static_cast<int>(at), 0, parent);
                Q_EMIT dataChanged(changed, changed);
            }
            continue;
        }
        auto last = at;
        while (last + 1 < tags.size() && (at >= m_tags.size() || less(tags[last + 1], m_tags[at])))
            ++last;
        beginInsertRows(parent, static_cast<int>(at), static_cast<int>(last));
        m_tags.insert(m_tags.begin() + static_cast<std::ptrdiff_t>(at),
                      tags.begin() + static_cast<std::ptrdiff_t>(at),
                      tags.begin() + static_cast<std::ptrdiff_t>(last) + 1);
        endInsertRows();
        at = last;
    }
}

QModelIndex SidebarModel::tagsIndex() const {
    return index(tagsPlace, 0);
}

QModelIndex SidebarModel::indexOf(const ListScope& scope) const {
    switch (scope.kind) {
    case ListScope::Kind::all:
        return index(allPlace, 0);
    case ListScope::Kind::attention:
        return index(attentionPlace, 0);
    case ListScope::Kind::archived:
        return index(archivedPlace, 0);
    case ListScope::Kind::trash:
        return index(trashPlace, 0);
    case ListScope::Kind::inbox:
        return index(inboxPlace, 0);
    case ListScope::Kind::feed:
        return index(feedPlace, 0);
    case ListScope::Kind::health:
        return index(healthPlace, 0);
    case ListScope::Kind::tag:
        break;
    }
    const auto found = std::find_if(m_tags.begin(), m_tags.end(),
                                    [&scope](const Tag& tag) { return tag.name == scope.tag; });
    return found == m_tags.end() ? QModelIndex()
                                 : index(static_cast<int>(found - m_tags.begin()), 0, tagsIndex());
}

QModelIndex SidebarModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? tagLevel : topLevel);
}

QModelIndex SidebarModel::parent(const QModelIndex& child) const {
    return child.isValid() && isTag(child) ? tagsIndex() : QModelIndex();
}

int SidebarModel::rowCount(const QModelIndex& parent) const {
    if (!parent.isValid())
        return placeCount;
    return !isTag(parent) && parent.row() == tagsPlace && parent.column() == 0
               ? static_cast<int>(m_tags.size())
               : 0;
}

int SidebarModel::columnCount(const QModelIndex&) const {
    return 1;
}

Qt::ItemFlags SidebarModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    // The group itself is no place to go to: the arrow keys step over it into its tags.
    if (!isTag(index) && index.row() == tagsPlace)
        return Qt::ItemIsEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable |
           (isTag(index) ? Qt::ItemNeverHasChildren : Qt::NoItemFlags);
}

QVariant SidebarModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return nameOf(index);
    case Qt::DecorationRole:
        return iconOf(index);
    case Qt::AccessibleTextRole:
        if (!isTag(index) && index.row() == tagsPlace)
            return tr("By tag, %n tag(s)", nullptr, countOf(index));
        if (!isTag(index) && index.row() == inboxPlace)
            return tr("%1, %2", "place, number of changes")
                .arg(nameOf(index), tr("%n new change(s)", nullptr, countOf(index)));
        if (!isTag(index) && index.row() == feedPlace)
            return nameOf(index);
        if (!isTag(index) && index.row() == healthPlace)
            return tr("%1, %2", "place, what is known of it").arg(nameOf(index), healthText());
        return tr("%1, %2", "place, number of reports")
            .arg(nameOf(index), tr("%n report(s)", nullptr, countOf(index)));
    case Qt::ToolTipRole:
        if (!isTag(index) && index.row() == attentionPlace)
            return tr("Reports that are damaged, or that the agents' program can't read");
        if (!isTag(index) && index.row() == inboxPlace)
            return tr("What others changed since you last looked");
        if (!isTag(index) && index.row() == feedPlace)
            return tr("Everything that changed in the library, newest first");
        if (!isTag(index) && index.row() == healthPlace)
            return tr("What is wrong in the library, and what would mend it: %1").arg(healthText());
        return isTag(index) ? QVariant(plainTip(nameOf(index))) : QVariant();
    case IdRole:
        return isTag(index) ? QLatin1String("tag/") + nameOf(index) : QString::number(index.row());
    case SortRole:
        return nameOf(index);
    case ScopeRole:
        return !isTag(index) && index.row() == tagsPlace ? QVariant() : QVariant::fromValue(scopeOf(index));
    case CountRole:
        return !isTag(index) && (index.row() == feedPlace || countOf(index) < 0) ? QVariant()
                                                                                 : countOf(index);
    default:
        return {};
    }
}

ListScope SidebarModel::scopeOf(const QModelIndex& index) const {
    if (isTag(index))
        return {ListScope::Kind::tag, m_tags[static_cast<std::size_t>(index.row())].name};
    switch (index.row()) {
    case inboxPlace:
        return {ListScope::Kind::inbox, {}};
    case feedPlace:
        return {ListScope::Kind::feed, {}};
    case attentionPlace:
        return {ListScope::Kind::attention, {}};
    case archivedPlace:
        return {ListScope::Kind::archived, {}};
    case trashPlace:
        return {ListScope::Kind::trash, {}};
    case healthPlace:
        return {ListScope::Kind::health, {}};
    default:
        return {};
    }
}

QString SidebarModel::nameOf(const QModelIndex& index) const {
    if (isTag(index))
        return m_tags[static_cast<std::size_t>(index.row())].name;
    switch (index.row()) {
    case allPlace:
        return tr("Reports");
    case inboxPlace:
        return tr("Inbox");
    case feedPlace:
        return tr("Feed");
    case tagsPlace:
        return tr("By tag");
    case attentionPlace:
        return tr("Needs attention");
    case archivedPlace:
        return tr("Archived");
    case healthPlace:
        return tr("Health");
    default:
        return tr("Trash");
    }
}

QString SidebarModel::healthText() const {
    const int findings = m_counts[healthPlace];
    return findings < 0    ? tr("nobody has looked yet")
           : findings == 0 ? tr("all is well")
                           : tr("%n finding(s) to see to", nullptr, findings);
}

int SidebarModel::countOf(const QModelIndex& index) const {
    return isTag(index) ? m_tags[static_cast<std::size_t>(index.row())].count
                        : m_counts[static_cast<std::size_t>(index.row())];
}

QIcon SidebarModel::iconOf(const QModelIndex& index) const {
    if (isTag(index))
        return themeIcon(IconName::tag);
    switch (index.row()) {
    case allPlace:
        return themeIcon(IconName::report);
    case inboxPlace:
        return themeIcon(IconName::inbox);
    case feedPlace:
        return themeIcon(IconName::feed);
    case tagsPlace:
        return themeIcon(IconName::tags);
    case attentionPlace:
        return themeIcon(IconName::warning);
    case archivedPlace:
        return themeIcon(IconName::archive);
    case healthPlace:
        return countOf(index) > 0 ? toneIcon(IconName::health, Tone::warning) : themeIcon(IconName::health);
    default:
        return themeIcon(IconName::trash);
    }
}

} // namespace stemma::ui
