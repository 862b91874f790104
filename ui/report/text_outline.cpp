// SPDX-License-Identifier: MIT
#include <QRegularExpression>

#include "ui/report/part_copies.h"
#include "ui/text/content_text.h"

namespace stemma::ui {

namespace {

using json::Value;

/// Gathers an outline line by line.
class Reader {
public:
    void line(const QString& text) {
        static const QRegularExpression heading(QStringLiteral("^ {0,3}#{1,6}\\s+(.*?)\\s*#*$"));
        static const QRegularExpression underline(QStringLiteral("^ {0,3}(=+|-{2,})\\s*$"));
        static const QRegularExpression item(QStringLiteral("^( {0,3})([-*+]|\\d{1,9}[.)])\\s+(.*)$"));
        if (const auto match = heading.match(text); match.hasMatch())
            return openSection(match.captured(1));
        if (underline.match(text).hasMatch() && isParagraph() && !m_text.contains(QLatin1Char('\n')))
            return openSection(std::exchange(m_text, {}));
        if (const auto match = item.match(text); match.hasMatch()) {
            close();
            m_inItem = true;
            m_indent = match.captured(1).size() + match.captured(2).size() + 1;
            m_text = match.captured(3);
        } else if (text.trimmed().isEmpty()) {
            m_blank = true;
        } else {
            goOn(text);
        }
    }
    Value take() {
        close();
        closeSection();
        return Value::object({{"sections", std::move(m_sections)}, {"insights", std::move(m_insights)}});
    }

private:
    [[nodiscard]] bool isParagraph() const { return !m_inItem && !m_text.isEmpty() && !m_blank; }

    void goOn(const QString& text) {
        const bool belongs = m_inItem && (!m_blank || text.startsWith(QLatin1String("  ")) ||
                                          text.startsWith(QLatin1Char('\t')));
        if (m_blank && !belongs)
            close();
        if (!m_text.isEmpty())
            m_text += m_blank ? QStringLiteral("\n\n") : QStringLiteral("\n");
        m_text += m_inItem ? unindented(text) : text;
        m_blank = false;
    }
    [[nodiscard]] QString unindented(const QString& text) const {
        qsizetype blanks = 0;
        while (blanks < m_indent && blanks < text.size() && text.at(blanks) == QLatin1Char(' '))
            ++blanks;
        return text.mid(blanks);
    }

    /// The paragraph or list item that is open is complete.
    void close() {
        const QString text = std::exchange(m_text, {}).trimmed();
        const bool item = std::exchange(m_inItem, false);
        m_blank = false;
        if (text.isEmpty())
            return;
        if (m_hasSection && !item && m_inSection.items().empty()) {
            const QString before = fromUtf8(m_section.stringAt("content").value_or(""));
            m_section.set("content", Value::string(toUtf8(
                                         before.isEmpty() ? text : before + QStringLiteral("\n\n") + text)));
            return;
        }
        Value insight = Value::object({{"summary", Value::string(toUtf8(text))}});
        (m_hasSection ? m_inSection : m_insights).appendItem(std::move(insight));
    }
    void openSection(const QString& title) {
        close();
        closeSection();
        m_hasSection = true;
        m_section = Value::object({{"title", Value::string(toUtf8(title.trimmed()))}});
        m_inSection = Value::array();
    }
    void closeSection() {
        if (!std::exchange(m_hasSection, false))
            return;
        m_section.set("insights", std::move(m_inSection));
        m_sections.appendItem(std::move(m_section));
    }

    Value m_sections = Value::array(), m_insights = Value::array();
    Value m_section, m_inSection = Value::array();
    bool m_hasSection = false;
    QString m_text;
    bool m_inItem = false, m_blank = false;
    qsizetype m_indent = 0;
};

} // namespace

Value copyFromText(const QString& text) {
    Reader reader;
    QString plain = text;
    plain.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    for (const QString& line : plain.split(QLatin1Char('\n')))
        reader.line(line);
    return reader.take();
}

} // namespace stemma::ui
