// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <memory>
#include <type_traits>

#include <QByteArray>
#include <QKeySequence>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace stemma::ui {

/// A choice of the person: its name in the file, what it is if nobody chose, and for numbers the least and
/// the most.
template <class T>
struct Setting {
    QLatin1String key;
    T standard;
    T least{};
    T most{};
};

/// All choices there are.
namespace setting {
inline constexpr Setting<bool> reopenLibrary{QLatin1String("start/reopen_library"), true};
inline constexpr Setting<int> recentLibraries{QLatin1String("start/recent_libraries"), 10, 1, 30};
inline constexpr Setting<int> messageSeconds{QLatin1String("messages/seconds"), 20, 3, 600};
inline constexpr Setting<bool> autoSave{QLatin1String("edit/auto_save"), false};
inline constexpr Setting<int> autoSaveSeconds{QLatin1String("edit/auto_save_seconds"), 30, 2, 3600};
/// 0: two where there is room, 1, 2.
inline constexpr Setting<int> diffColumns{QLatin1String("history/columns"), 0, 0, 2};
inline constexpr Setting<bool> checkSpelling{QLatin1String("edit/check_spelling"), false};
} // namespace setting

/// The person's choices. Window state is not among them (WindowState). For the window's thread.
class Settings {
public:
    /// `file` is written when a choice changes; it need not exist.
    explicit Settings(const QString& file);

    /// A number outside its bounds is moved to the nearer one; text that is no such value counts as not
    /// chosen.
    template <class T>
    [[nodiscard]] T get(const Setting<T>& setting) const {
        const QVariant stored = m_file.value(setting.key);
        if (!stored.isValid() || !stored.canConvert<T>())
            return setting.standard;
        if constexpr (std::is_same_v<T, int>) {
            bool isNumber = false;
            const int number = stored.toInt(&isNumber);
            return isNumber ? std::clamp(number, setting.least, setting.most) : setting.standard;
        } else {
            return stored.value<T>();
        }
    }
    template <class T>
    void set(const Setting<T>& setting, const T& value) {
        m_file.setValue(setting.key, QVariant::fromValue(value));
    }

    /// The keys that the person gave a command, or `standard`.
    [[nodiscard]] QList<QKeySequence> shortcuts(const QString& command,
                                                const QList<QKeySequence>& standard) const;
    void setShortcuts(const QString& command, const QList<QKeySequence>& keys);
    void resetShortcuts(const QString& command);

private:
    QSettings m_file;
};

/// How the window was left: places and sizes, the open library, recent ones. Losing it loses no choice.
class WindowState {
public:
    explicit WindowState(const QString& file);

    [[nodiscard]] QByteArray bytes(QLatin1String name) const;
    void setBytes(QLatin1String name, const QByteArray& bytes);
    [[nodiscard]] int number(QLatin1String name, int standard) const;
    void setNumber(QLatin1String name, int number);
    [[nodiscard]] QString text(QLatin1String name) const;
    void setText(QLatin1String name, const QString& text);

    /// The language that was chosen for a report's spelling; empty if none was.
    [[nodiscard]] QString spelling(const QString& report) const;
    void setSpelling(const QString& report, const QString& language);

    /// Newest first, without doubles.
    [[nodiscard]] QStringList recentLibraries() const;
    void addRecentLibrary(const QString& root, int atMost);
    void removeRecentLibrary(const QString& root);

private:
    QSettings m_file;
};

} // namespace stemma::ui
