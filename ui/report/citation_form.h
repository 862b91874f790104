// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QWidget>

#include "core/report/report_library.h"

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace stemma::ui {

class EditSession;
class LineBox;

/// The citations of one insight as they were shown.
struct ShownCitations {
    std::string insight;
    std::vector<report::Citation> citations;

    /// Where the one that was shown at `at` is among `now`; nothing if it is gone. One whose fields were
    /// changed is found where it was.
    [[nodiscard]] std::optional<std::size_t> placeOf(std::size_t at,
                                                     const std::vector<report::Citation>& now) const;
    [[nodiscard]] std::optional<std::size_t> placeOf(std::size_t at,
                                                     const report::LoadedReport& report) const;
};
using Shown = std::shared_ptr<const ShownCitations>;

/// One citation to be edited: its source, and the fields that such a source has. A field of another source
/// that is filled in is shown too: nothing is hidden that is in the file.
class CitationForm : public QWidget {
    Q_OBJECT
public:
    explicit CitationForm(QWidget* parent = nullptr);

    void setSession(EditSession* session);
    void showCitation(const Shown& shown, std::size_t at);
    /// The first field, to type into.
    void focusFirst();

private:
    struct Row {
        const char* key;
        std::optional<std::string> report::Citation::*member;
        QLineEdit* edit;
        LineBox* box;
    };
    void setSource(int at);

    EditSession* m_session = nullptr;
    Shown m_shown;
    std::size_t m_at = 0;
    QComboBox* m_source = nullptr;
    QFormLayout* m_layout = nullptr;
    std::vector<Row> m_rows;
};

/// The five sources, as the format has them.
[[nodiscard]] const std::vector<std::string>& citationSources();
[[nodiscard]] QString sourceText(const std::string& source);

} // namespace stemma::ui
