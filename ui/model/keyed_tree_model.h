// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <QAbstractItemModel>

namespace stemma::ui {

/// One row of a snapshot, with the rows below it. `key` tells the same row in the next snapshot, wherever it
/// stands then: keys are unique in a whole snapshot.
template <class Data>
struct KeyedItem {
    std::string key;
    Data data;
    std::vector<KeyedItem> children;
};

/// A tree of snapshot values. A new snapshot is taken as a difference (rows inserted, moved, changed,
/// removed), so that selection, folds and scroll position of its views survive, also where a row went to
/// another parent. `Data` compares with ==. Subclasses say columns and roles.
template <class Data>
class KeyedTreeModel : public QAbstractItemModel {
public:
    using Item = KeyedItem<Data>;
    using QAbstractItemModel::QAbstractItemModel;

    void setItems(std::vector<Item> items) {
        if (m_root.children.empty() || items.empty()) {
            beginResetModel();
            m_root.children.clear();
            m_nodes.clear();
            fill(m_root, 0, std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
            fillBelow(m_root);
            endResetModel();
            return;
        }
        std::unordered_set<std::string> wanted;
        collect(items, wanted);
        removeUnwanted(m_root, wanted);
        place(m_root, items);
        trim(m_root, items);
    }

    /// The row's value; null for an index that is none of the model's.
    [[nodiscard]] const Data* rowData(const QModelIndex& index) const {
        return index.isValid() ? &nodeOf(index)->data : nullptr;
    }
    [[nodiscard]] std::string keyOf(const QModelIndex& index) const {
        return index.isValid() ? nodeOf(index)->key : std::string();
    }
    /// Invalid if no row has that key.
    [[nodiscard]] QModelIndex indexOf(const std::string& key, int column = 0) const {
        const auto found = m_nodes.find(key);
        return found == m_nodes.end() ? QModelIndex() : indexOf(found->second, column);
    }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override {
        if (!hasIndex(row, column, parent))
            return {};
        return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
    }
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override {
        return child.isValid() ? indexOf(nodeOf(child)->parent, 0) : QModelIndex();
    }
    using QObject::parent;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
        return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
    }

private:
    struct Node {
        std::string key;
        Data data{};
        Node* parent = nullptr;
        int row = 0;
        std::vector<std::unique_ptr<Node>> children;
        std::vector<Item> pending; ///< of a row just filled in
    };

    [[nodiscard]] Node* nodeOf(const QModelIndex& index) const {
        return index.isValid() ? static_cast<Node*>(index.internalPointer()) : const_cast<Node*>(&m_root);
    }
    [[nodiscard]] QModelIndex indexOf(Node* node, int column) const {
        return node == nullptr || node == &m_root ? QModelIndex() : createIndex(node->row, column, node);
    }

    static void collect(const std::vector<Item>& items, std::unordered_set<std::string>& keys) {
        for (const Item& item : items) {
            keys.insert(item.key);
            collect(item.children, keys);
        }
    }
    static void renumber(Node& parent, std::size_t from) {
        for (std::size_t i = from; i < parent.children.size(); ++i)
            parent.children[i]->row = static_cast<int>(i);
    }
    void forget(const Node& node) {
        for (const auto& child : node.children)
            forget(*child);
        m_nodes.erase(node.key);
    }

    template <class Iterator>
    void fill(Node& parent, std::size_t at, Iterator first, Iterator last) {
        std::vector<std::unique_ptr<Node>> made;
        for (; first != last; ++first) {
            Item item = *first;
            auto node = std::make_unique<Node>();
            node->key = std::move(item.key);
            node->data = std::move(item.data);
            node->parent = &parent;
            node->pending = std::move(item.children);
            m_nodes.insert_or_assign(node->key, node.get());
            made.push_back(std::move(node));
        }
        parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(at),
                               std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
        renumber(parent, at);
    }
    /// While the model is reset: whole subtrees at once.
    void fillBelow(Node& parent) {
        for (const auto& child : parent.children) {
            std::vector<Item> below = std::exchange(child->pending, {});
            fill(*child, 0, std::make_move_iterator(below.begin()), std::make_move_iterator(below.end()));
            fillBelow(*child);
        }
    }

    /// Takes out what the next snapshot hasn't. A row that goes, but has rows below it that stay, waits for
    /// trim().
    void removeUnwanted(Node& parent, const std::unordered_set<std::string>& wanted) {
        for (std::size_t i = parent.children.size(); i-- > 0;) {
            Node& child = *parent.children[i];
            removeUnwanted(child, wanted);
            if (wanted.count(child.key) == 0 && child.children.empty())
                removeAt(parent, i, i);
        }
    }
    void removeAt(Node& parent, std::size_t first, std::size_t last) {
        beginRemoveRows(indexOf(&parent, 0), static_cast<int>(first), static_cast<int>(last));
        for (std::size_t i = first; i <= last; ++i)
            forget(*parent.children[i]);
        parent.children.erase(parent.children.begin() + static_cast<std::ptrdiff_t>(first),
                              parent.children.begin() + static_cast<std::ptrdiff_t>(last) + 1);
        renumber(parent, first);
        endRemoveRows();
    }
    void insertAt(Node& parent, std::size_t at, const Item* first, const Item* last) {
        beginInsertRows(indexOf(&parent, 0), static_cast<int>(at),
                        static_cast<int>(at + static_cast<std::size_t>(last - first)) - 1);
        fill(parent, at, first, last);
        for (std::size_t i = at; i < at + static_cast<std::size_t>(last - first); ++i)
            parent.children[i]->pending.clear();
        endInsertRows();
    }
    void moveTo(Node& node, Node& parent, std::size_t at) {
        Node& from = *node.parent;
        const auto row = static_cast<std::size_t>(node.row);
        beginMoveRows(indexOf(&from, 0), node.row, node.row, indexOf(&parent, 0), static_cast<int>(at));
        std::unique_ptr<Node> held = std::move(from.children[row]);
        from.children.erase(from.children.begin() + static_cast<std::ptrdiff_t>(row));
        renumber(from, row);
        held->parent = &parent;
        parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(at), std::move(held));
        renumber(parent, at);
        endMoveRows();
    }
    [[nodiscard]] static bool isBelow(const Node& node, const Node& ancestor) {
        for (const Node* up = &node; up != nullptr; up = up->parent)
            if (up == &ancestor)
                return true;
        return false;
    }

    /// Brings the wanted rows to the front of `parent`, in their order, and goes on below them.
    void place(Node& parent, const std::vector<Item>& items) {
        for (std::size_t i = 0; i < items.size(); ++i) {
            const auto found = m_nodes.find(items[i].key);
            Node* node = found == m_nodes.end() ? nullptr : found->second;
            if (node != nullptr && isBelow(parent, *node)) { // turned inside out: it can't move below itself
                removeAt(*node->parent, static_cast<std::size_t>(node->row),
                         static_cast<std::size_t>(node->row));
                node = nullptr;
            }
            if (node == nullptr) {
                std::size_t end = i + 1;
                while (end < items.size() && m_nodes.count(items[end].key) == 0)
                    ++end;
                insertAt(parent, i, items.data() + i, items.data() + end);
                i = end - 1;
                continue;
            }
            if (node->parent != &parent || node->row != static_cast<int>(i))
                moveTo(*node, parent, i);
            if (!(node->data == items[i].data)) {
                node->data = items[i].data;
                Q_EMIT dataChanged(indexOf(node, 0), indexOf(node, columnCount(indexOf(&parent, 0)) - 1));
            }
        }
        for (std::size_t i = 0; i < items.size(); ++i)
            place(*parent.children[i], items[i].children);
    }
    /// Takes out what is left behind the wanted rows.
    void trim(Node& parent, const std::vector<Item>& items) {
        if (parent.children.size() > items.size())
            removeAt(parent, items.size(), parent.children.size() - 1);
        for (std::size_t i = 0; i < items.size(); ++i)
            trim(*parent.children[i], items[i].children);
    }

    Node m_root;
    std::unordered_map<std::string, Node*> m_nodes;
};

} // namespace stemma::ui
