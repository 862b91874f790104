// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <QImage>
#include <QWidget>

#include "core/report/report_library.h"

class QLabel;

namespace stemma::ui {

class EditSession;

/// The chart that an insight is linked with: its picture, what it is called and where its file lies. A file
/// that isn't there or is no picture is told, never opened by itself. Hidden where there is no chart.
class ChartView : public QWidget {
    Q_OBJECT
public:
    explicit ChartView(QWidget* parent = nullptr);

    /// Not owned; reads the files on its pool.
    void setSession(EditSession* session) { m_session = session; }
    void showChart(const report::LoadedReport& report, const report::Insight& insight);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void load(const std::string& path);
    void paintPicture();

    EditSession* m_session = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_picture = nullptr;
    QLabel* m_note = nullptr;
    std::string m_path; ///< of the picture that is shown or on its way
    QImage m_image;
    quint64 m_generation = 0;
};

/// Where a chart's file lies: an absolute path as it stands, else one below the report's folder; empty if it
/// would lead out of that.
[[nodiscard]] std::string chartPath(const std::string& reportDirectory, const std::string& path);

} // namespace stemma::ui
