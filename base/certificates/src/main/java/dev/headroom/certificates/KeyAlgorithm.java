package dev.headroom.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/// The kinds of keys that certificates are made with.
public enum KeyAlgorithm {
    EC_P256("EC"),
    RSA_2048("RSA");

    private static final int RSA_BITS = 2048;

    private final String family;

    KeyAlgorithm(String family) {
        this.family = family;
    }

    /// A key nobody had before.
    public KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance(family);
            generator.initialize(parameters());
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java makes no keys of " + name(), missing);
        }
    }

    private AlgorithmParameterSpec parameters() {
        return switch (this) {
            case EC_P256 -> new ECGenParameterSpec("secp256r1");
            case RSA_2048 -> new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4);
        };
    }

    /// How a key of this program signs.
    static String signature(PrivateKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }
}
