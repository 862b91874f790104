// SPDX-License-Identifier: MIT
#include "ui/report/line_ends.h"

#include <algorithm>
#include <utility>

#include <QStringList>
#include <QTextDocument>

#include "core/diff/text_diff.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

bool endsLine(QChar letter) {
    return letter == u'\n' || letter == u'\r' || letter == QChar(QChar::ParagraphSeparator) ||
           letter == QChar(u'\ufdd0') || letter == QChar(u'\ufdd1');
}

/// The line ends of a text, in their order.
QStringList lineEndsIn(const QString& text) {
    QStringList ends;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (!endsLine(text.at(at)))
            continue;
        const bool two = text.at(at) == u'\r' && at + 1 < text.size() && text.at(at + 1) == u'\n';
        ends << text.mid(at, two ? 2 : 1);
        at += two ? 1 : 0;
    }
    return ends;
}

/// Gives lines the ends of those in whose place they are; what is left over ends as the line before.
class LineEnder {
public:
    explicit LineEnder(QStringList ends)
        : m_ends(std::move(ends))
        , m_last(m_ends.isEmpty() ? QStringLiteral("\n") : m_ends.front()) {}
    /// As many lines of the former text are gone, or stay as they are.
    void pass(qsizetype lines) { m_passed += lines; }
    void put(const QString& text) {
        for (const QChar letter : text) {
            if (letter != u'\n') {
                m_text += letter;
                continue;
            }
            if (m_taken < m_passed && m_taken < m_ends.size())
                m_last = m_ends.at(m_taken++);
            m_text += m_last;
        }
    }
    /// What comes next has another place.
    void align() { m_taken = m_passed; }
    [[nodiscard]] QString text() const { return m_text; }

private:
    QStringList m_ends;
    QString m_last, m_text;
    qsizetype m_passed = 0, m_taken = 0;
};

} // namespace

QString textOfBox(const QTextDocument& box) {
    return box.toRawText().replace(QChar::ParagraphSeparator, QLatin1Char('\n'));
}

QString withLineEndsOf(const QString& was, const QString& edited) {
    const QStringList ends = lineEndsIn(was);
    if (std::all_of(ends.begin(), ends.end(), [](const QString& end) { return end == u"\n"; }))
        return edited;
    LineEnder ender(ends);
    QString added; // of a place where something else was, or nothing
    const auto putAdded = [&] {
        ender.put(std::exchange(added, {}));
        ender.align();
    };
    for (const diff::Segment& segment :
         diff::lineDifference(toUtf8(withPlainLineEnds(was)), toUtf8(edited))) {
        const QString text = fromUtf8(segment.text);
        if (segment.kind == diff::SegmentKind::added) {
            added += text;
            continue;
        }
        if (segment.kind == diff::SegmentKind::same)
            putAdded();
        ender.pass(text.count(u'\n'));
        if (segment.kind == diff::SegmentKind::same)
            ender.put(text);
    }
    putAdded();
    return ender.text();
}

QString withPlainLineEnds(const QString& text) {
    QString plain = text;
    plain.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (const QChar end :
         {QChar(u'\r'), QChar(QChar::ParagraphSeparator), QChar(u'\ufdd0'), QChar(u'\ufdd1')})
        plain.replace(end, QLatin1Char('\n'));
    return plain;
}

std::optional<qsizetype> placeInText(const QString& text, qsizetype position) {
    qsizetype at = 0;
    for (; position > 0 && at < text.size(); --position)
        at += text.at(at) == QLatin1Char('\r') && at + 1 < text.size() && text.at(at + 1) == QLatin1Char('\n')
                  ? 2
                  : 1;
    return position == 0 ? std::optional(at) : std::nullopt;
}

} // namespace stemma::ui
