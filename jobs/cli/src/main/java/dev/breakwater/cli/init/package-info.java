/** {@code breakwater init}: a first configuration from the account's own data. */
package dev.breakwater.cli.init;
