// SPDX-License-Identifier: MIT
#include "ui/text/error_text.h"

#include <cerrno>

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/content_text.h"

namespace stemma::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(stemma::ui::ErrorText)
};

/// What core says in English may have its translation in the context "core".
QString coreText(const std::string& english) {
    return english.empty() ? QString() : QCoreApplication::translate("core", english.c_str());
}

struct Cause {
    QString why;
    QString advice;
};

Cause causeOfErrno(int osErrno) {
    switch (osErrno) {
    case ENOSPC:
        return {Words::tr("the disk is full"), Words::tr("Free some space, then try again.")};
    case EDQUOT:
        return {Words::tr("your disk quota is used up"), Words::tr("Free some space, then try again.")};
    case EACCES:
    case EPERM:
        return {Words::tr("permission was denied"),
                Words::tr("Check the owner and the access rights of the folder.")};
    case EROFS:
        return {Words::tr("the file system is read-only"),
                Words::tr("Mount it writable, or copy the library elsewhere.")};
    case EIO:
        return {Words::tr("the disk reported an error"),
                Words::tr("Copy the library to another disk and check this one.")};
    case ENOENT:
        return {Words::tr("it is not there"),
                Words::tr("It may have been moved or removed; reload with F5.")};
    case EMFILE:
    case ENFILE:
        return {Words::tr("too many files are open"), Words::tr("Close other programs, then try again.")};
    case ELOOP:
    case ENOTDIR:
        return {Words::tr("a link or a file is where a folder should be"),
                Words::tr("Look at the path in a file manager.")};
    case ENAMETOOLONG:
        return {Words::tr("the name is too long"), Words::tr("Use a shorter one.")};
    case ESTALE:
    case EHOSTDOWN:
    case ETIMEDOUT:
    case ENOTCONN:
        return {Words::tr("the network folder does not answer"),
                Words::tr("Check the connection, then try again.")};
    default:
        return {};
    }
}

QString adviceOfCode(ErrorCode code) {
    switch (code) {
    case ErrorCode::conflict:
        return Words::tr("Nothing was written. Look at the newer content, then decide again.");
    case ErrorCode::locked:
        return Words::tr("Nothing was written. Try again in a moment.");
    case ErrorCode::damaged:
        return Words::tr("Nothing was written. A good version may be restored from the history.");
    case ErrorCode::notFound:
        return Words::tr("It may have been moved or removed; reload with F5.");
    case ErrorCode::unsafe:
        return Words::tr("Nothing was written, to keep other files safe.");
    case ErrorCode::cancelled:
        return Words::tr("Everything is as it was.");
    case ErrorCode::usage:
    case ErrorCode::io:
        break;
    }
    return {};
}

QString asSentence(QString text) {
    text = text.trimmed();
    if (text.isEmpty())
        return text;
    text[0] = text.at(0).toUpper();
    if (!text.endsWith(QLatin1Char('.')) && !text.endsWith(QLatin1Char('!')) &&
        !text.endsWith(QLatin1Char('?')))
        text += QLatin1Char('.');
    return text;
}

} // namespace

QString errorHeadline(const Error& error) {
    if (error.code == ErrorCode::cancelled)
        return Words::tr("Cancelled.");
    if (error.action.empty())
        return Words::tr("That could not be done.");
    return Words::tr("Could not %1.").arg(coreText(error.action));
}

QString errorDetail(const Error& error) {
    const Cause cause = causeOfErrno(error.osErrno);
    const QString why = cause.why.isEmpty() ? coreText(error.detail) : cause.why;
    QString advice = error.osErrno != 0 && !cause.advice.isEmpty() ? cause.advice : coreText(error.advice);
    if (advice.isEmpty())
        advice = adviceOfCode(error.code);

    QStringList sentences;
    const QString path = fromUtf8(error.path);
    if (!path.isEmpty() && !why.isEmpty())
        sentences << asSentence(Words::tr("%1: %2", "file: reason").arg(isolated(path), why));
    else if (!why.isEmpty())
        sentences << asSentence(why);
    else if (!path.isEmpty())
        sentences << isolated(path);
    if (error.committed == Committed::unknown)
        sentences << Words::tr("The new content is in its place, but a power failure could still undo that.");
    if (!advice.isEmpty())
        sentences << asSentence(advice);
    return sentences.join(QLatin1Char(' '));
}

QString errorText(const Error& error) {
    const QString detail = errorDetail(error);
    return detail.isEmpty() ? errorHeadline(error)
                            : Words::tr("%1 %2", "headline, detail").arg(errorHeadline(error), detail);
}

} // namespace stemma::ui
