// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace stemma::ui {

/// Where the person has been, for Back and Forward: keys of rows, as in a web browser.
class Visits {
public:
    static constexpr int mostVisits = 100;

    /// Goes to a new place: what was ahead is forgotten. The same place again changes nothing.
    void visit(const QString& key) {
        if (!m_keys.isEmpty() && m_keys.at(m_at) == key)
            return;
        m_keys = m_keys.mid(0, m_at + 1);
        m_keys.append(key);
        if (m_keys.size() > mostVisits)
            m_keys.removeFirst();
        m_at = m_keys.size() - 1;
    }
    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_keys.size(); }
    /// The place before, which is the current one then; empty if there is none.
    QString back() { return canGoBack() ? m_keys.at(--m_at) : QString(); }
    QString forward() { return canGoForward() ? m_keys.at(++m_at) : QString(); }
    void clear() {
        m_keys.clear();
        m_at = -1;
    }

private:
    QStringList m_keys;
    qsizetype m_at = -1;
};

} // namespace stemma::ui
