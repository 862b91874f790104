// SPDX-License-Identifier: MIT
#include "ui/graph/picture_access.h"

#include <QCoreApplication>
#include <QPointer>

#include "ui/graph/picture_view.h"

namespace stemma::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("PictureAccess", text);
}

QString kindName(const graph::PictureElement& element) {
    switch (element.kind) {
    case graph::ElementKind::attributeValue:
        return tr("Attribute value");
    case graph::ElementKind::transition:
        return tr("Transition");
    case graph::ElementKind::node:
        break;
    }
    if (element.missing)
        return tr("Missing node");
    return element.foreign ? tr("Node outside this graph") : tr("Node");
}

/// One element of a picture, by its id: it stays what it is while the picture changes around it.
class ElementAccess : public QAccessibleInterface {
public:
    ElementAccess(PictureView* view, std::uint32_t element)
        : m_view(view)
        , m_element(element)
        , m_id(view->scene()->picture().elements[element].id) {}

    [[nodiscard]] bool isValid() const override { return m_view && there(); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override { return m_view ? m_view->windowHandle() : nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_view.data());
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }

    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (!isValid())
            return {};
        const graph::Picture& picture = m_view->scene()->picture();
        if (kind == QAccessible::Name)
            return QString::fromStdString(picture.elements[m_element].label);
        return kind == QAccessible::Description ? becameText() + PictureAccess::describe(picture, m_element)
                                                : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    /// Where two states are compared.
    [[nodiscard]] QString becameText() const {
        const auto& changes = m_view->marks().changes.elements;
        switch (m_element < changes.size() ? changes[m_element] : graph::Became::same) {
        case graph::Became::added:
            return PictureView::tr("Added. ");
        case graph::Became::edited:
            return PictureView::tr("Edited. ");
        case graph::Became::removed:
            return PictureView::tr("Removed. ");
        case graph::Became::same:
            break;
        }
        return {};
    }

    [[nodiscard]] QRect rect() const override {
        if (!isValid())
            return {};
        const QRectF box = m_view->scene()->box(m_element);
        const QPoint corner = m_view->viewport()->mapToGlobal(m_view->toViewport(box.topLeft()).toPoint());
        return {corner, (box.size() * m_view->scale()).toSize()};
    }

    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.selected = m_view->current().toStdString() == m_id;
        state.focused = state.selected && m_view->hasFocus();
        state.offscreen = !m_view->visibleArea().intersects(m_view->scene()->box(m_element));
        return state;
    }

    [[nodiscard]] std::uint32_t element() const { return m_element; }

private:
    [[nodiscard]] bool there() const {
        const auto& scene = m_view->scene();
        return scene && m_element < scene->size() && scene->picture().elements[m_element].id == m_id;
    }

    QPointer<PictureView> m_view;
    std::uint32_t m_element;
    std::string m_id;
};

QAccessibleInterface* makeAccess(const QString& className, QObject* object) {
    auto* view =
        className == QLatin1String("stemma::ui::PictureView") ? qobject_cast<PictureView*>(object) : nullptr;
    return view ? new PictureAccess(view) : nullptr;
}

} // namespace

PictureAccess::PictureAccess(PictureView* view)
    : QAccessibleWidget(view, QAccessible::List) {}

PictureAccess::~PictureAccess() {
    for (const auto& [element, id] : m_known)
        QAccessible::deleteAccessibleInterface(id);
}

PictureView* PictureAccess::view() const {
    return static_cast<PictureView*>(widget());
}

int PictureAccess::childCount() const {
    return view()->scene() ? static_cast<int>(view()->scene()->size()) : 0;
}

QAccessibleInterface* PictureAccess::child(int index) const {
    if (index < 0 || index >= childCount())
        return nullptr;
    const auto element = static_cast<std::uint32_t>(index);
    const auto known = m_known.find(element);
    if (known != m_known.end()) {
        QAccessibleInterface* made = QAccessible::accessibleInterface(known->second);
        if (made && made->isValid())
            return made;
        QAccessible::deleteAccessibleInterface(known->second);
    }
    auto* made = new ElementAccess(view(), element);
    m_known[element] = QAccessible::registerAccessibleInterface(made);
    return made;
}

int PictureAccess::indexOfChild(const QAccessibleInterface* child) const {
    const auto* element = dynamic_cast<const ElementAccess*>(child);
    return element ? static_cast<int>(element->element()) : -1;
}

QAccessibleInterface* PictureAccess::focusChild() const {
    const auto& scene = view()->scene();
    const auto current = scene ? scene->picture().find(view()->current().toStdString()) : std::nullopt;
    return current ? child(static_cast<int>(*current)) : nullptr;
}

QAccessibleInterface* PictureAccess::childAt(int x, int y) const {
    if (!view()->scene())
        return nullptr;
    const QPointF at = view()->toScene(view()->viewport()->mapFromGlobal(QPoint(x, y)));
    const auto element = view()->scene()->elementAt(at);
    return element ? child(static_cast<int>(*element)) : nullptr;
}

void PictureAccess::install() {
    QAccessible::installFactory(makeAccess);
}

void PictureAccess::tellCurrent(PictureView& view) {
    // What is chosen from elsewhere must not take a screen reader away from there.
    if (!QAccessible::isActive() || !view.hasFocus())
        return;
    QAccessibleEvent event(&view, QAccessible::Focus);
    const auto& scene = view.scene();
    if (const auto current = scene ? scene->picture().find(view.current().toStdString()) : std::nullopt)
        event.setChild(static_cast<int>(*current));
    QAccessible::updateAccessibility(&event);
}

QString PictureAccess::sentence(const graph::Picture& picture, std::uint32_t edge) {
    const graph::PictureEdge& one = picture.edges[edge];
    return tr("%1 \u2013 %2 \u2192 %3")
        .arg(QString::fromStdString(picture.elements[one.from].label), QString::fromStdString(one.label),
             QString::fromStdString(picture.elements[one.to].label));
}

QString PictureAccess::describe(const graph::Picture& picture, std::uint32_t element) {
    constexpr int mostLines = 12;
    const graph::PictureElement& one = picture.elements[element];
    QStringList lines{tr("%1 \u201c%2\u201d").arg(kindName(one), QString::fromStdString(one.label))};
    int more = 0;
    for (std::uint32_t n = 0; n < picture.edges.size(); ++n) {
        if (picture.edges[n].from != element && picture.edges[n].to != element)
            continue;
        if (lines.size() <= mostLines)
            lines << sentence(picture, n);
        else
            ++more;
    }
    if (more > 0)
        lines << QCoreApplication::translate("PictureAccess", "and %n more", nullptr, more);
    return lines.join(QLatin1Char('\n'));
}

} // namespace stemma::ui
