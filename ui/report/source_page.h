// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <QWidget>

#include "ui/report/source_document.h"

class QLabel;

namespace stemma::ui {

class SourceView;

/// The file itself, and what is to be known about how it is shown.
class SourcePage : public QWidget {
    Q_OBJECT
public:
    explicit SourcePage(QWidget* parent = nullptr);

    struct Content {
        std::shared_ptr<QTextDocument> document;
        bool cut = false;
        bool split = false;
        bool notUtf8 = false;
        bool coloured = true;
    };
    /// Makes the content for setContent(); for the pool.
    [[nodiscard]] static Content prepare(const std::string& bytes, const SourceStyle& style);
    void setContent(const Content& content);

    [[nodiscard]] SourceView* view() const { return m_view; }

private:
    SourceView* m_view = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace stemma::ui
