/// The triggers of KEDA's ScaledObjects as values: their parameters read, defaulted and checked as KEDA does, the
/// metric that each becomes, and the schedules of cron triggers. Who asks the servers behind them lives in
/// `observe/scalers`, who decides with the answers in `decide`; this package knows no clock, no socket and no
/// credentials store.
@NullMarked
package dev.headroom.triggers;

import org.jspecify.annotations.NullMarked;
