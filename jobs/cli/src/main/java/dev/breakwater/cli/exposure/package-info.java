/** The worst case before it happens: what it could cost, who could cause it. Reads an account or an inventory file. */
package dev.breakwater.cli.exposure;
