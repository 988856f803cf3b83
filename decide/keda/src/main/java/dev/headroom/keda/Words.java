package dev.headroom.keda;

/// Texts of KEDA's conditions and events that stand in more than one place.
final class Words {

    static final String READY = "ScaledObject is defined correctly and is ready for scaling";
    static final String PAUSED_REASON = "ScaledObjectPaused";
    static final String PAUSED = "ScaledObject is paused";
    static final String NO_FALLBACK_REASON = "NoFallbackFound";
    static final String NO_FALLBACK = "No fallbacks are active on this scaled object";
    static final String SCALERS_STARTED = "KEDAScalersStarted";
    static final String SCALER_FAILED = "KEDAScalerFailed";
    static final String NORMAL = "Normal";
    static final String WARNING = "Warning";

    private Words() {}
}
