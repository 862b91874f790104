// SPDX-License-Identifier: MIT
#pragma once

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>

#include "tests/ui/graph_voyage.h"
#include "ui/graph/edit_form.h"
#include "ui/graph/graph_editor.h"
#include "ui/shell/message_bar.h"

namespace stemma::tests {

/// A window in which a person edits graphs.
class GraphEditingVoyage : public GraphVoyage {
public:
    explicit GraphEditingVoyage(StoreVersion version = StoreVersion::two)
        : GraphVoyage(version)
        , m_version(version) {
        stopClock(editTime);
    }

    [[nodiscard]] ui::GraphEditor& editor() { return *desk().editor(); }
    [[nodiscard]] ui::GraphEditing& editing() { return *editor().editing(); }
    [[nodiscard]] ui::EditForm& form() { return *editor().form(); }
    [[nodiscard]] const graph::GraphStore& shown() { return page().graphs()->store; }
    [[nodiscard]] QString undoText() {
        return window.actions().action(ui::Command::undo)->text().remove(QLatin1Char('&'));
    }

    void choose(const char* element) {
        page().setCurrent(QString::fromUtf8(element));
        QTest::qWait(0);
    }
    using GraphVoyage::choose;
    /// As typed into an empty field.
    void type(const char* key, const char* text) {
        QWidget* field = form().field(QString::fromLatin1(key));
        QVERIFY2(field, key);
        field->setFocus();
        if (auto* lines = qobject_cast<QPlainTextEdit*>(field))
            return lines->setPlainText(QString::fromUtf8(text)); // keys know no line ends
        if (auto* line = qobject_cast<QLineEdit*>(field))
            line->selectAll();
        if (*text == '\0')
            QTest::keyClick(field, Qt::Key_Delete);
        else
            QTest::keyClicks(field, QString::fromUtf8(text));
    }
    void pick(const char* key, const char* value) {
        auto* field = qobject_cast<QComboBox*>(form().field(QString::fromLatin1(key)));
        QVERIFY2(field, key);
        field->setCurrentIndex(field->findData(QString::fromUtf8(value)));
    }
    void check(const char* key, int row) {
        auto* field = qobject_cast<QListWidget*>(form().field(QString::fromLatin1(key)));
        QVERIFY2(field && field->item(row), key);
        field->item(row)->setCheckState(Qt::Checked);
    }
    /// Presses the form's button, and waits until that is done.
    void submit() {
        QTest::mouseClick(form().submitButton(), Qt::LeftButton);
        settle();
    }
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(editing().isIdle(), 20'000); }
    void save() {
        trigger(ui::Command::save);
        QTRY_VERIFY_WITH_TIMEOUT(editing().isIdle() && !editing().isSaving(), 20'000);
    }

    /// What the library is after edits by the core alone, of which these are the steps.
    [[nodiscard]] std::map<std::string, std::string> afterEdits(const std::vector<graph::GraphEdit>& edits,
                                                                const std::string& graph = "chem") {
        QTemporaryDir twin;
        const graph::UserFiles files = storeOf(m_version);
        for (const auto& [path, file] : files.all())
            writeFile(twin.filePath(QString::fromStdString(path)), QByteArray::fromStdString(file->bytes));
        const std::string folder = twin.path().toStdString();
        const graph::GraphWorkspace workspace{environment(), folder, history::Actor::human, {}, {}, {}};
        const auto saved = graph::editGraph(workspace, graph, edits, {});
        if (!saved)
            throw std::runtime_error(describe(saved.error()));
        std::map<std::string, std::string> found;
        const auto read = graph::readUserFiles(environment().disk, folder, graph::ReadComposed::yes);
        if (read)
            for (const auto& [path, file] : read->all())
                found[path] = file->bytes;
        return found;
    }

private:
    StoreVersion m_version;
};

/// Fields of a node that are to be set; null: that stays.
inline graph::EditNode nodeEdit(const char* node, const char* name, const char* role,
                                const char* description) {
    graph::EditNode edit;
    edit.id = node;
    if (name)
        edit.name = json::Value::string(name);
    if (role)
        edit.role = json::Value::string(role);
    if (description)
        edit.description = json::Value::string(description);
    return edit;
}

/// A person changes one field of a node, and doesn't save.
inline void typeInto(GraphEditingVoyage& voyage, const char* node, const char* field, const char* text) {
    voyage.choose(node);
    voyage.trigger(ui::Command::editElement);
    voyage.type(field, text);
    voyage.submit();
    QVERIFY(!voyage.form().isOpen());
}

/// All that the message bar says.
inline QString told(GraphEditingVoyage& voyage) {
    return voyage.window.messages()->texts().join(QLatin1Char('\n'));
}

/// Of two changes the later one gets a later moment, also where the clock stands.
inline std::string atOneMoment(const std::string& bytes) {
    return QString::fromStdString(bytes)
        .replace(QLatin1String("12:00:00.250001"), QLatin1String("12:00:00.250000"))
        .toStdString();
}

/// Fails with the first file that differs.
inline void compareFiles(const std::map<std::string, std::string>& actual,
                         const std::map<std::string, std::string>& expected) {
    for (const auto& [path, bytes] : expected) {
        const auto found = actual.find(path);
        QVERIFY2(found != actual.end(), path.c_str());
        QVERIFY2(atOneMoment(found->second) == bytes,
                 (path + ":\n" + found->second + "\n-- but wanted --\n" + bytes).c_str());
    }
    for (const auto& [path, bytes] : actual)
        QVERIFY2(expected.contains(path), path.c_str());
}

} // namespace stemma::tests
