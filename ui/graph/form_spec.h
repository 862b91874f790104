// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <QHash>
#include <QString>
#include <QStringList>

#include "core/graph/graph_edit.h"

namespace stemma::ui {

/// The nodes of a user to be named by typing: by their names, with the id where that says more.
struct NodeNames {
    QStringList texts;
    QHash<QString, std::string> ids; ///< by text

    /// The id that is meant: of a text of ours, else the text itself, without blanks around it.
    [[nodiscard]] std::string idOf(const QString& text) const;
    /// The text of an id; the id where there is none.
    [[nodiscard]] QString textOf(const std::string& id) const;
};
[[nodiscard]] NodeNames nodeNames(const graph::GraphStore& store);

/// One field of a form.
struct FormField {
    enum class Kind {
        line,    ///< a line, with words that complete it
        text,    ///< several lines
        choice,  ///< one of some
        members, ///< any of some
        ends,    ///< nodes, each with one of its morphs
    };
    QString key;
    QString label; ///< with its mnemonic
    Kind kind = Kind::line;
    QString value = {};
    QString hint = {};                                     ///< of an empty one
    QStringList words = {};                                ///< that complete a line, or a node of `ends`
    std::vector<std::pair<QString, QString>> choices = {}; ///< value and text
    QStringList list = {};                                 ///< of `members` and `ends`: the values
};

/// What is in the fields: by their keys.
struct FormValues {
    std::map<QString, QString> texts;
    std::map<QString, QStringList> lists;
    std::map<QString, QString> before; ///< the texts as the form began with them

    /// Whether the person changed it.
    [[nodiscard]] bool isChanged(const QString& key) const;
    /// Without blanks around it; empty for an unknown key.
    [[nodiscard]] QString line(const QString& key) const;
    [[nodiscard]] QString text(const QString& key) const;
    [[nodiscard]] QStringList list(const QString& key) const;
};

/// What is told beside a field; by its key, or by none for the whole form.
struct FormNote {
    QString text;
    bool blocks = true; ///< it can't be applied as long as that is so
};
using FormNotes = std::map<QString, FormNote>;

/// What a form comes to.
struct FormEdits {
    std::vector<graph::GraphEdit> edits;
    QString label;              ///< goes on with "Undo …"
    std::string select = {};    ///< the element that is chosen then; empty: the one that is
    std::string inPlaceOf = {}; ///< only if that one is chosen; empty: in any case
};

/// A form: what it asks for, what is off, what it does.
struct FormSpec {
    QString title;
    std::vector<FormField> fields;
    QString submit; ///< "Add", "Apply"
    std::function<FormNotes(const FormValues&)> check;
    std::function<FormEdits(const FormValues&)> edits;
    QString remove = {}; ///< a further button ("Delete relation"); empty: none
    std::function<FormEdits()> removal = {};
    QString focus = {}; ///< the key of the field to begin with; empty: the first
};

} // namespace stemma::ui
