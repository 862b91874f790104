// SPDX-License-Identifier: MIT
#include "ui/text/content_text.h"

#include <array>
#include <utility>

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTextDocument>

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::ContentText)
};

using Wording = std::pair<std::string_view, const char*>;

template <std::size_t N>
QString worded(const std::array<Wording, N>& wordings, std::string_view word) {
    for (const auto& [key, text] : wordings)
        if (key == word)
            return Words::tr(text);
    return isolated(fromUtf8(word));
}

} // namespace

QString isolated(const QString& text) {
    return QChar(0x2068) + text + QChar(0x2069);
}

Qt::LayoutDirection directionOf(const QString& text, Qt::LayoutDirection otherwise) {
    for (const QChar& c : text) {
        switch (c.direction()) {
        case QChar::DirL:
            return Qt::LeftToRight;
        case QChar::DirR:
        case QChar::DirAL:
            return Qt::RightToLeft;
        default:
            break;
        }
    }
    return otherwise;
}

QString oneLine(const QString& text, qsizetype limit) {
    static const QRegularExpression lineMarks(
        QStringLiteral("^\\s*(#{1,6}\\s+|[-*+]\\s+|>\\s?|\\d{1,3}[.)]\\s+)"),
        QRegularExpression::MultilineOption);
    static const QRegularExpression emphasis(QStringLiteral("(\\*\\*|__|`|~~)"));
    QString line = text.left(limit * 4);
    line.remove(lineMarks).remove(emphasis);
    line = line.simplified();
    if (line.size() > limit || text.size() > limit * 4)
        line = line.left(limit - 1).trimmed() + QChar(u'…');
    return line;
}

QString titleOfCopy(const QString& title, const QStringList& taken) {
    QString copy = Words::tr("%1 (copy)", "title of a duplicate").arg(title);
    for (int number = 2; taken.contains(copy, Qt::CaseInsensitive); ++number)
        copy = Words::tr("%1 (copy %2)", "title of a further duplicate").arg(title).arg(number);
    return copy;
}

QString plainTip(const QString& text) {
    if (!Qt::mightBeRichText(text))
        return text;
    return QLatin1String("<span style=\"white-space:pre-wrap\">") + text.toHtmlEscaped() +
           QLatin1String("</span>");
}

QString actorText(std::string_view actor) {
    static constexpr std::array<Wording, 4> words{{
        {"agent", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "agent")},
        {"human", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "human")},
        {"cli", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "command line")},
        {"", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "unknown")},
    }};
    return worded(words, actor);
}

QString actorTitle(std::string_view actor) {
    static constexpr std::array<Wording, 4> words{{
        {"agent", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "Agent")},
        {"human", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "Human")},
        {"cli", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "Command line")},
        {"", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "Unknown")},
    }};
    return worded(words, actor);
}

QString actionText(std::string_view actionType) {
    static constexpr std::array<Wording, 13> words{{
        {"create", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "created")},
        {"evolve", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "edited")},
        {"revert", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "restored")},
        {"archive", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "archived")},
        {"tag_update", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "changed tags")},
        {"status_change", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "changed status")},
        {"fork", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "forked")},
        {"render", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "rendered")},
        {"delete", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "moved to trash")},
        {"backup", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "saved")},
        {"rename", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "renamed")},
        {"synthesize", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "synthesized")},
        {"manual_edit_detected",
         QT_TRANSLATE_NOOP("stemma::ui::ContentText", "recorded an unrecorded change")},
    }};
    return worded(words, actionType);
}

QString statusText(std::string_view status) {
    static constexpr std::array<Wording, 4> words{{
        {"active", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "active")},
        {"archived", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "archived")},
        {"deleted", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "marked as deleted")},
        {"killed", QT_TRANSLATE_NOOP("stemma::ui::ContentText", "killed")},
    }};
    return worded(words, status);
}

} // namespace stemma::ui
