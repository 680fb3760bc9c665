package dev.breakwater.cli.door;

import dev.breakwater.config.model.DoorSettings;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.model.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The listed people and their rights. The list contains no tokens, only their salted hashes. Tokens are random and
 * long, so a fast hash is enough.
 */
public record Users(List<User> all) {

    /** The empty list. Everybody who has the key may do everything. */
    public static final Users NONE = new Users(List.of());

    private static final String PREFIX = "sha256:";
    private static final int SALT_BYTES = 16;
    private static final int TOKEN_BYTES = 32;

    /** The rights of a person. Each right includes the earlier rights. */
    public enum Right {
        /** Read. */
        VIEW,
        /** The person may decline, release, hold, protect, accept, or mark an attack. */
        ACT,
        /** The person may also approve a throttle, or request a throttle now. */
        APPROVE;

        static Right of(Kind kind) {
            return kind == Kind.APPROVE || kind == Kind.THROTTLE ? APPROVE : ACT;
        }
    }

    /**
     * A person.
     *
     * @param hash the hash of the person's token; empty if only a proxy can name the person
     */
    public record User(String name, String hash, Right may) {

        @Override
        public String toString() {
            return name;
        }
    }

    boolean listed() {
        return !all.isEmpty();
    }

    /** Returns the person with this token. The search takes the same time for every person. */
    Optional<User> withToken(String token) {
        User found = null;
        for (User user : all) {
            String[] parts = user.hash.split(":");
            boolean same = parts.length == 3 && Signature.equal(user.hash, hash(token, parts[1]));
            if (same && !token.isEmpty()) found = user;
        }
        return Optional.ofNullable(found);
    }

    /** Returns the person with this name. */
    Optional<User> named(String name) {
        String compared = DoorSettings.User.compared(name);
        return all.stream()
                .filter(user -> DoorSettings.User.compared(user.name).equals(compared))
                .findFirst();
    }

    /** A new token, and the token's hash for the configuration. */
    public record NewToken(String token, String hash) {

        public static NewToken make() {
            SecureRandom random = new SecureRandom();
            byte[] token = new byte[TOKEN_BYTES];
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(token);
            random.nextBytes(salt);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
            return new NewToken(text, Users.hash(text, HexFormat.of().formatHex(salt)));
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    private static String hash(String token, String salt) {
        return PREFIX + salt + ':' + Sha256.hex(salt + token);
    }
}
