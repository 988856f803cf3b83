/// What a kind of recorded vectors is: a suite that replays one case and says where the answer differs. Must never know
/// any program that was recorded.
@NullMarked
package dev.headroom.recording;

import org.jspecify.annotations.NullMarked;
