# Everything is a command of scripts/house; settings come from the environment
# (scripts/house settings prints them).
.DEFAULT_GOAL := help
.PHONY: help demo run stop reset clean test lint bench compat verify-vouchers

help:   ; @scripts/house help
demo:   ; @scripts/house demo
run:    ; @scripts/house run
stop:   ; @scripts/house stop
reset:  ; @scripts/house reset
clean:  ; @scripts/house clean
test:   ; @scripts/house test $(PART)
lint:   ; @scripts/house test lint
bench:  ; @scripts/house bench $(PART)
compat: ; @scripts/house compat
verify-vouchers: ; @scripts/house verify-vouchers
