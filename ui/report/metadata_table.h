// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QPointer>
#include <QWidget>

#include "core/json/json_value.h"

class QLabel;
class QTableWidget;
class QToolButton;

namespace stemma::ui {

class EditSession;
class InPlaceDelegate;

/// The metadata of a report, section or insight as names and values. A value is JSON, checked while it is
/// typed; what is none is marked and said, and stays out of the report. Folded away until it is asked for.
class MetadataTable : public QWidget {
    Q_OBJECT
public:
    enum class Owner { report, section, insight };
    struct Place {
        Owner owner = Owner::report;
        std::string id; ///< of the section or insight
        friend bool operator==(const Place&, const Place&) = default;
    };
    explicit MetadataTable(QWidget* parent = nullptr);
    ~MetadataTable() override;

    void setSession(EditSession* session);
    /// `hidden`: names that have a field of their own elsewhere.
    void showMetadata(const Place& place, const json::Value* metadata,
                      const std::vector<std::string>& hidden = {});
    [[nodiscard]] QTableWidget* table() const { return m_table; }
    void setOpen(bool open);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take(int row, int column);
    void rename(const std::string& from, const std::string& to);
    /// No value: takes the name away. Does nothing, and says so, if somebody else changed it since it was
    /// shown as `seen` (empty: as not there).
    void set(const std::string& key, const QString& seen, std::optional<json::Value> value);
    void noteSeen(const QString& name, const QString& value);
    void mark(const std::string& name, const QString& why);
    void unmark();
    void fill(const json::Value* metadata);
    /// Shows what is there now instead of what was to be. Empty key: its error was told.
    void tellOvertaken(const Place& place, const std::string& key);
    void check(const QString& text);
    [[nodiscard]] std::string nameAt(int row) const;
    [[nodiscard]] QString seenAt(int row) const;

    QPointer<EditSession> m_session;
    Place m_place;
    QToolButton* m_heading = nullptr;
    QTableWidget* m_table = nullptr;
    InPlaceDelegate* m_delegate = nullptr;
    std::vector<std::string> m_hidden;
    std::set<QString> m_marked; ///< to the session, as holding what is no JSON
    QLabel* m_problem = nullptr;
    bool m_filling = false;
};

/// The JSON value that a person typed; nothing if it is none. `why` then says what is wrong.
[[nodiscard]] std::optional<json::Value> typedJson(const QString& text, QString& why);

} // namespace stemma::ui
