package dev.headroom.cli;

import dev.headroom.arrivals.TrafficException;
import dev.headroom.inspection.InspectionException;
import dev.headroom.kubernetes.AccessException;
import dev.headroom.loadgen.LoadException;
import dev.headroom.manifests.ManifestException;
import dev.headroom.promql.PromqlException;
import dev.headroom.recording.ReplayException;
import dev.headroom.report.ReportException;
import dev.headroom.server.AddressTakenException;
import dev.headroom.tsdb.StorageException;
import java.io.Serial;
import java.util.Optional;

/// Something the user gave that cannot be used; the message is one line: what, where, expected, got, next step.
final class UserError extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UserError(String message) {
        super(message);
    }

    /// The line to print for a failure that the user can mend; empty for a defect of the program.
    static Optional<String> lineOf(Exception failure) {
        return switch (failure) {
            case UserError error -> Optional.ofNullable(error.getMessage());
            case ManifestException error -> Optional.ofNullable(error.getMessage());
            case InspectionException error -> Optional.ofNullable(error.getMessage());
            case AccessException error -> Optional.ofNullable(error.getMessage());
            case LoadException error -> Optional.ofNullable(error.getMessage());
            case TrafficException error -> Optional.ofNullable(error.getMessage());
            case StorageException error -> Optional.of(error.getMessage() + " with --data");
            case AddressTakenException error -> Optional.ofNullable(error.getMessage());
            case ReportException error -> Optional.ofNullable(error.getMessage());
            case ReplayException error -> Optional.ofNullable(error.getMessage());
            case PromqlException error -> Optional.ofNullable(error.getMessage());
            default -> Optional.empty();
        };
    }
}
