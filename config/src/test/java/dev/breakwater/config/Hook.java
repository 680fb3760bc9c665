package dev.breakwater.config;

import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.Key;
import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;

/** A channel that another module could register. */
@Key(doc = "a hook")
public record Hook(
        @Key(required = true, form = Form.ENDPOINT) String url,

        @Key(required = true, remedy = "a reference like env:HOOK_SECRET")
        SecretRef secret)
        implements ChannelSettings.Http {

    public Hook() {
        this("", SecretRef.NONE);
    }

    @Override
    public String secretKey() {
        return "secret";
    }
}
