// SPDX-License-Identifier: MIT
#pragma once

#include <regex>

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>

#include "core/json/json_document.h"
#include "tests/ui/voyage.h"
#include "ui/history/diff_canvas.h"
#include "ui/history/parts_options.h"

namespace stemma::tests {

inline void setCosts(Value& outline, const std::string& text) {
    outline.edit("insights")->editItem(1).set("summary", Value::string(text));
}

/// The bytes of an outline but for when it was written.
inline std::string unstamped(const std::string& bytes) {
    return std::regex_replace(bytes, std::regex("\"(updated_at|outline_version)\": [^\n]*"), "stamp");
}

/// A library of which the first report was changed in three places since the version before Voyage's last
/// change: in both insights, and in its title.
class PartsVoyage : public Voyage {
public:
    explicit PartsVoyage(const std::string& actor = "agent") {
        pause();
        writer.evolve([](Value& outline) { setCosts(outline, "Costs rose."); }, actor);
        pause();
        writer.evolve([](Value& outline) { outline.set("title", Value::string("Quarterly figures")); });
    }
    void removeSection() {
        pause();
        writer.evolve([](Value& outline) {
            outline.edit("sections")->removeItem(1);
            outline.edit("insights")->removeItem(0);
            outline.edit("insights")->removeItem(0);
        });
    }
    void show(int rows) {
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 2);
        window->list()->filterEdit()->setText(QStringLiteral("quarterly"));
        QTRY_COMPARE(window->list()->view()->model()->rowCount(), 1);
        window->list()->view()->setCurrentIndex(window->list()->view()->model()->index(0, 0));
        window->desk()->setHistoryShown(true);
        QTRY_COMPARE(history().model()->rowCount(), rows);
    }
    /// Opens the choice of parts of the version before that row of the list, "now" on top.
    void openParts(int row) const {
        history().timelineView()->selectionModel()->setCurrentIndex(history().model()->index(row, 0),
                                                                    QItemSelectionModel::ClearAndSelect |
                                                                        QItemSelectionModel::Rows);
        QTRY_VERIFY(window->actions().action(Command::restoreParts)->isEnabled());
        trigger(Command::restoreParts);
        QTRY_VERIFY(panel().isVisible() && canvas().isChoosing());
        QTRY_VERIFY(canvas().rowCount() > 1);
    }
    [[nodiscard]] RestorePanel& panel() const { return *history().restorePanel(); }
    [[nodiscard]] DiffCanvas& canvas() const { return *history().diffView()->canvas(); }
    /// The row in which that can be ticked.
    [[nodiscard]] int rowOf(const std::string& what, const std::string& id, const std::string& field) const {
        for (int row = 0; row < canvas().rowCount(); ++row) {
            const int part = canvas().partOf(row);
            if (part < 0)
                continue;
            const DiffPart& found = canvas().plan()->parts[static_cast<std::size_t>(part)];
            if (found.what == what && found.id == id && found.field == field)
                return row;
        }
        return -1;
    }
    void tick(const std::string& what, const std::string& id, const std::string& field = {}) const {
        const int row = rowOf(what, id, field);
        QVERIFY(row >= 0);
        canvas().toggle(row);
        QTRY_VERIFY(history().partsOffer() != nullptr);
    }
    void accept() const {
        QTRY_VERIFY(panel().acceptButton()->isEnabled());
        panel().acceptButton()->click();
        QTRY_VERIFY(!panel().isVisible());
    }
    [[nodiscard]] std::string insightText(std::size_t at) const {
        return writer.outline().find("insights")->items()[at].stringAt("summary").value_or("");
    }
};

inline const std::string revenue = fixedUuid('b', 7);
inline const std::string costs = fixedUuid('b', 8);

} // namespace stemma::tests
