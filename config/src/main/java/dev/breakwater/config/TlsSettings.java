package dev.breakwater.config;

import java.io.Serializable;

/**
 * A certificate and its key: a key store with its password, or two PEM files. All empty: none.
 *
 * @param keyStore    absolute path of a PKCS #12 or JKS file
 * @param password    reference to the password of the key store
 * @param certificate absolute path of a PEM file, the certificate first, then those that signed it
 * @param key         absolute path of a PEM file with the private key in PKCS #8
 */
public record TlsSettings(
        @Key(meaning = "PKCS #12 or JKS file with the certificate and its key; or write certificate and key")
        String keyStore,

        @Key(meaning = "reference to the password of the key store")
        SecretRef password,

        @Key(meaning = "PEM file, the certificate first, then those that signed it")
        String certificate,

        @Key(meaning = "PEM file with the private key, PKCS #8 without a password")
        String key)
        implements Serializable {

    /** Whether there is a certificate at all. */
    public boolean present() {
        return !keyStore.isEmpty() || !certificate.isEmpty();
    }
}
