// SPDX-License-Identifier: MIT
#pragma once

#include <QPointer>
#include <QStyledItemDelegate>

class QLineEdit;

namespace stemma::ui {

class EditSession;

/// Text of a row that is edited in its place. What is being typed counts as unsaved, and is taken over before
/// a save. A row that changes meanwhile doesn't touch it.
class InPlaceDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// `field`: its name to EditSession::setPending(), unique in the window.
    InPlaceDelegate(const QString& field, QObject* parent);
    ~InPlaceDelegate() override;

    /// May be null.
    void setSession(EditSession* session);
    /// Takes over what is being typed now.
    void flush();

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    /// Tells the model, which asks the session to apply it.
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;

Q_SIGNALS:
    /// Empty when nothing is typed any more.
    void typed(const QString& text);
    /// What was typed instead of which text; the model is told after that.
    void entered(const QModelIndex& index, const QString& begun, const QString& text);
    /// The row went while this was typed into it, and it could not be taken over.
    void lost(const QString& text);

private:
    [[nodiscard]] bool isTyped() const;
    void onGone(const QObject* editor);
    void tellPending();
    void tellWhenDone();

    QString m_field;
    QPointer<EditSession> m_session;
    mutable QPointer<QLineEdit> m_editor;
    mutable const QObject* m_opened = nullptr; ///< the same, to be compared while it is being destroyed
    mutable QString m_unkept;                  ///< what is typed and wasn't taken over; empty: nothing
    int m_onTheWay = 0;
};

} // namespace stemma::ui
