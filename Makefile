.PHONY: run test bench demo
run test bench demo:
	@./goldpath $@
