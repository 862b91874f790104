// SPDX-License-Identifier: MIT
#pragma once

namespace stemma {

/// From now on the calling thread gives way to others that want the processor or the disk: for work that
/// nobody waits for. It can't be taken back, so the thread is to do nothing else. Where the system has no
/// such thing, nothing happens.
void giveWay();

} // namespace stemma
