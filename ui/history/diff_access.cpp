// SPDX-License-Identifier: MIT
#include "ui/history/diff_access.h"

#include <QPointer>

#include "ui/history/diff_canvas.h"

namespace stemma::ui {
namespace {

/// One row of a difference.
class RowAccess : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    RowAccess(DiffCanvas* canvas, int row)
        : m_canvas(canvas)
        , m_row(row) {}

    [[nodiscard]] bool isValid() const override { return m_canvas && m_row < m_canvas->rowCount(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override { return m_canvas ? m_canvas->windowHandle() : nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_canvas.data());
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override {
        if (!isValid())
            return QAccessible::NoRole;
        if (m_canvas->partOf(m_row) >= 0)
            return QAccessible::CheckBox;
        return m_canvas->block(m_row).kind == DiffBlock::Kind::heading ? QAccessible::Heading
                                                                       : QAccessible::ListItem;
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        return isValid() && kind == QAccessible::Name ? m_canvas->spokenText(m_row) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QRect rect() const override {
        if (!isValid())
            return {};
        const QRect place = m_canvas->rowRect(m_row);
        return {m_canvas->viewport()->mapToGlobal(place.topLeft()), place.size()};
    }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selected = m_canvas->currentRow() == m_row;
        state.focused = state.selected && m_canvas->hasFocus();
        state.offscreen = !m_canvas->viewport()->rect().intersects(m_canvas->rowRect(m_row));
        if (m_canvas->block(m_row).kind == DiffBlock::Kind::fold) {
            state.expandable = true;
            state.expanded = m_canvas->isOpen(m_row);
            state.collapsed = !state.expanded;
        }
        if (const int part = m_canvas->partOf(m_row); part >= 0) {
            const Qt::CheckState ticked = m_canvas->ticks().state(part);
            state.checkable = true;
            state.checked = ticked == Qt::Checked;
            state.checkStateMixed = ticked == Qt::PartiallyChecked;
        }
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override {
        const bool ticks = isValid() && m_canvas->partOf(m_row) >= 0;
        return {setFocusAction(), ticks ? toggleAction() : pressAction()};
    }
    void doAction(const QString& name) override {
        if (!isValid())
            return;
        m_canvas->goTo(m_row);
        if (name == toggleAction())
            m_canvas->toggle(m_row);
        else if (name == pressAction())
            m_canvas->activate(m_row);
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString&) const override { return {}; }

    [[nodiscard]] int row() const { return m_row; }

private:
    QPointer<DiffCanvas> m_canvas;
    int m_row;
};

QAccessibleInterface* makeDiffAccess(const QString& className, QObject* object) {
    auto* canvas =
        className == QLatin1String("stemma::ui::DiffCanvas") ? qobject_cast<DiffCanvas*>(object) : nullptr;
    return canvas ? new DiffAccess(canvas) : nullptr;
}

} // namespace

DiffAccess::DiffAccess(DiffCanvas* canvas)
    : QAccessibleWidget(canvas, QAccessible::List) {}

DiffAccess::~DiffAccess() {
    for (const auto& [row, id] : m_known)
        QAccessible::deleteAccessibleInterface(id);
}

DiffCanvas* DiffAccess::canvas() const {
    return static_cast<DiffCanvas*>(widget());
}

int DiffAccess::childCount() const {
    return canvas()->rowCount();
}

QAccessibleInterface* DiffAccess::child(int index) const {
    if (index < 0 || index >= childCount())
        return nullptr;
    const auto known = m_known.find(index);
    if (known != m_known.end())
        return QAccessible::accessibleInterface(known->second);
    auto* made = new RowAccess(canvas(), index);
    m_known[index] = QAccessible::registerAccessibleInterface(made);
    return made;
}

int DiffAccess::indexOfChild(const QAccessibleInterface* child) const {
    const auto* row = dynamic_cast<const RowAccess*>(child);
    return row ? row->row() : -1;
}

QAccessibleInterface* DiffAccess::focusChild() const {
    return canvas()->hasFocus() ? child(canvas()->currentRow()) : nullptr;
}

QAccessibleInterface* DiffAccess::childAt(int x, int y) const {
    return child(canvas()->rowAt(canvas()->viewport()->mapFromGlobal(QPoint(x, y)).y()));
}

void DiffAccess::install() {
    QAccessible::installFactory(makeDiffAccess);
}

void DiffAccess::tellCurrent(DiffCanvas& canvas) {
    if (!QAccessible::isActive() || !canvas.hasFocus())
        return;
    QAccessibleEvent event(&canvas, QAccessible::Focus);
    if (canvas.currentRow() >= 0)
        event.setChild(canvas.currentRow());
    QAccessible::updateAccessibility(&event);
}

void DiffAccess::tellTick(DiffCanvas& canvas, int row) {
    if (!QAccessible::isActive())
        return;
    QAccessible::State changed;
    changed.checked = true;
    QAccessibleStateChangeEvent event(&canvas, changed);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

} // namespace stemma::ui
