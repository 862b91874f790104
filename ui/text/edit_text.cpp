// SPDX-License-Identifier: MIT
#include "ui/text/edit_text.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::EditText)
};

struct OpText {
    const char* op;
    const char* one;  ///< %1: the part's title, %2: the other's or the field
    const char* many; ///< null: said as for one
};

constexpr OpText texts[] = {
    {"set-title", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change of title"), nullptr},
    {"tag", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change of tags"), nullptr},
    {"set-metadata", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change of %2"), nullptr},
    {"add-section", QT_TRANSLATE_NOOP("stemma::ui::EditText", "add section “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "add %n section(s)")},
    {"edit-section", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change %2 of section “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "change %n section(s)")},
    {"move-section", QT_TRANSLATE_NOOP("stemma::ui::EditText", "move section “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "move %n section(s)")},
    {"delete-section", QT_TRANSLATE_NOOP("stemma::ui::EditText", "delete section “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "delete %n section(s)")},
    {"add-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "add insight “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "add %n insight(s)")},
    {"edit-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change %2 of insight “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "change %n insight(s)")},
    {"move-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "move insight “%1” to %2"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "move %n insight(s)")},
    {"delete-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "delete insight “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "delete %n insight(s)")},
    {"split-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "split insight “%1”"), nullptr},
    {"join-insights", QT_TRANSLATE_NOOP("stemma::ui::EditText", "join insight “%1” with the next"), nullptr},
    {"set-description", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change of description"), nullptr},
    {"set-status", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change of status"), nullptr},
    {"duplicate-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "duplicate “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "duplicate %n part(s)")},
    {"paste-insight", QT_TRANSLATE_NOOP("stemma::ui::EditText", "paste “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "paste %n part(s)")},
    {"duplicate-section", QT_TRANSLATE_NOOP("stemma::ui::EditText", "duplicate section “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "duplicate %n part(s)")},
    {"paste-section", QT_TRANSLATE_NOOP("stemma::ui::EditText", "paste section “%1”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "paste %n part(s)")},
    {"add-citation", QT_TRANSLATE_NOOP("stemma::ui::EditText", "add citation to “%1”"), nullptr},
    {"edit-citation", QT_TRANSLATE_NOOP("stemma::ui::EditText", "change citation of “%1”"), nullptr},
    {"move-citation", QT_TRANSLATE_NOOP("stemma::ui::EditText", "move citation of “%1”"), nullptr},
    {"delete-citation", QT_TRANSLATE_NOOP("stemma::ui::EditText", "delete citation of “%1”"), nullptr},
    {"move-out", QT_TRANSLATE_NOOP("stemma::ui::EditText", "move “%1” to the report “%2”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "move %n part(s) to another report")},
    {"move-in", QT_TRANSLATE_NOOP("stemma::ui::EditText", "move “%1” here from the report “%2”"),
     QT_TRANSLATE_N_NOOP("stemma::ui::EditText", "move %n part(s) here from another report")},
    {"discard", QT_TRANSLATE_NOOP("stemma::ui::EditText", "discard all unsaved edits"), nullptr},
    {"draft", QT_TRANSLATE_NOOP("stemma::ui::EditText", "take up the draft"), nullptr},
};

const char* const fields[][2] = {
    {"title", QT_TRANSLATE_NOOP("stemma::ui::EditText", "title")},
    {"summary", QT_TRANSLATE_NOOP("stemma::ui::EditText", "text")},
    {"importance", QT_TRANSLATE_NOOP("stemma::ui::EditText", "importance")},
    {"status", QT_TRANSLATE_NOOP("stemma::ui::EditText", "status")},
    {"notes", QT_TRANSLATE_NOOP("stemma::ui::EditText", "notes")},
    {"content", QT_TRANSLATE_NOOP("stemma::ui::EditText", "content")},
    {"content_format", QT_TRANSLATE_NOOP("stemma::ui::EditText", "format")},
    {"metadata", QT_TRANSLATE_NOOP("stemma::ui::EditText", "metadata")},
    {"tags", QT_TRANSLATE_NOOP("stemma::ui::EditText", "tags")},
    {"description", QT_TRANSLATE_NOOP("stemma::ui::EditText", "description")},
};

} // namespace

QString fieldText(const std::string& field) {
    for (const auto& entry : fields)
        if (field == entry[0])
            return Words::tr(entry[1]);
    return fromUtf8(field);
}

QString editText(const report::EditLabel& label) {
    const auto* found = std::find_if(std::begin(texts), std::end(texts),
                                     [&](const OpText& text) { return label.op == text.op; });
    if (found == std::end(texts))
        return Words::tr("change of “%1”").arg(isolated(fromUtf8(label.title)));
    if (label.count > 1 && found->many != nullptr)
        return Words::tr(found->many, nullptr, static_cast<int>(label.count));
    QString text = Words::tr(found->one);
    if (label.op == "move-insight" && label.other.empty())
        text = Words::tr("move insight “%1”");
    const bool isTitle = label.op.starts_with("move-");
    const QString other = isTitle               ? isolated(oneLine(fromUtf8(label.other), 60))
                          : label.other.empty() ? Words::tr("fields")
                                                : fieldText(label.other);
    text.replace(QLatin1String("%2"), other);
    text.replace(QLatin1String("%1"), isolated(oneLine(fromUtf8(label.title), 60)));
    return text;
}

} // namespace stemma::ui
